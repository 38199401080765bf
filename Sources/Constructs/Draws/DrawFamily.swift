import Grammar

/// The draws of random sweeps.
package enum Draws {
  /// Every kind of draw, in the order of the documents. A bare list is drawn from.
  package static let family = Family<any Draw>(
    "draw", "How an axis of a random sweep draws its values.", sequenceKind: "choice",
    [UniformDraw.entry, LogUniformDraw.entry, ChoiceDraw.entry])
}
