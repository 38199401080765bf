import Grammar

/// The figures.
package enum Figures {
  /// Every kind of figure, in the order of the documents.
  package static let family = Family<any FigureKind>(
    "figure", "What a figure draws.",
    [
      LineFigure.entry, CurvesFigure.entry, ScatterFigure.entry, HeatMapFigure.entry, OrientationFigure.entry,
      FunctionFigure.entry, TrajectoryFigure.entry,
    ])
}
