import ExperimentGraph
import Grammar
import SourceDiagnostics

/// The size of every neuron over its angle.
struct OrientationFigure: FigureKind {
  let probe: Located<String>
  let layout: ArrayPanels
  let isNormalized: Bool

  func plan(_ site: FigureSite, _ diagnostics: inout Diagnostics) -> (@Sendable (FigureSource) -> FigureData)? {
    guard let content = site.probe(probe, with: ["orientation", "amplitude"], &diagnostics),
      let plan = layout.plan(site, recordedBy: content, &diagnostics)
    else { return nil }
    let (name, isNormalized) = (content.name, isNormalized)
    return { source in
      plan.plot(
        source, style: .angles, x: PlotAxisData("orientation θ"),
        y: PlotAxisData(isNormalized ? "amplitude A / max" : "amplitude A")
      ) { point in
        guard let angles = source.array(point, name, "orientation"), let sizes = source.array(point, name, "amplitude")
        else { return nil }
        return { cell in
          guard let place = cell.moment.place(in: angles) else { return [] }
          let amplitudes = sizes.at(place)
          let largest = amplitudes.max() ?? 0
          let scale = isNormalized && largest > 0 ? largest : 1
          return [PlotData.Series(name: cell.name, x: angles.at(place), y: amplitudes.map { $0 / scale })]
        }
      }
    }
  }

  static let entry = Entry<any FigureKind>(
    "orientation", "The size of every neuron over its angle: the field's picture of condensation.",
    source: "JMLR 22 (2021) 71, figure 2", example: "{orientation: {of: features, at: [0, end]}}", shorthand: .field("of"),
    .required("of", .name("probe"), "A probe `neuron_features`."),
    ArrayPanels.atField, ArrayPanels.rowsField, ArrayPanels.columnsField, ArrayPanels.byField, RecordedPanels.whereField,
    .optional("normalized", .flag, default: "false", "Whether sizes are divided by the largest of their series.")
  ) { probe, at, rows, columns, by, region, isNormalized in
    OrientationFigure(
      probe: probe, layout: ArrayPanels(at: at, rows: rows, columns: columns, by: by, region: region), isNormalized: isNormalized)
  }
}
