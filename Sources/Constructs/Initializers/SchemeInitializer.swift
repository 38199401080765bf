import Grammar
import SourceDiagnostics

/// A scheme known by name: it states the variance, the spec may choose the shape of the distribution.
struct SchemeInitializer: Initializer {
  /// Shape of the distribution with the scheme's variance.
  enum Shape: String, CaseIterable, Sendable { case normal, uniform }

  let shape: Shape
  let variance: @Sendable (_ fanIn: Double, _ fanOut: Double) -> Double

  func distribution(fanIn: Int, fanOut: Int, _ diagnostics: inout Diagnostics) -> Distribution? {
    let variance = variance(Double(fanIn), Double(fanOut))
    switch shape {
    case .normal: return .normal(mean: 0, std: variance.squareRoot())
    case .uniform:
      let limit = (3 * variance).squareRoot()
      return .uniform(low: -limit, high: limit)
    }
  }

  /// The field that every scheme has.
  static let distributionField = Field<Shape>.optional(
    "distribution", .choice(Shape.self), default: "normal", "Shape of the distribution with this variance.")
}
