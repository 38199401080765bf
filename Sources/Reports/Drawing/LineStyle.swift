/// How a line is broken: the second cue beside its colour.
package enum LineStyle: String, Sendable, Equatable, CaseIterable {
  case solid, dashed, dotted, dashDotted

  /// Lengths of dashes and gaps in pixels, in SVG's spelling; empty for a solid line.
  var dashes: String {
    switch self {
    case .solid: ""
    case .dashed: "7 4"
    case .dotted: "2 3"
    case .dashDotted: "9 3 2 3"
    }
  }
}
