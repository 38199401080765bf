import Grammar
import SourceDiagnostics

/// Independent draws, uniform between two numbers.
struct UniformInitializer: Initializer {
  let low: PlaceNumber
  let high: PlaceNumber

  func distribution(fanIn: Int, fanOut: Int, _ diagnostics: inout Diagnostics) -> Distribution? {
    let names = fanValues(fanIn, fanOut)
    guard let low = low.value(names, into: &diagnostics), let high = high.value(names, into: &diagnostics) else { return nil }
    return .uniform(low: low, high: high)
  }

  static let entry = Entry<any Initializer>(
    "uniform", "Independent draws, uniform between two numbers.",
    example: "{uniform: {low: -fan_in^-0.5, high: fan_in^-0.5}}", alsoKnownAs: ["random_uniform"], shorthand: .positional,
    .required("low", .placeNumber(unit: "of the parameter", names: fanNames), "The lowest value."),
    .required("high", .placeNumber(unit: "of the parameter", names: fanNames), "The highest value, never drawn itself.")
  ) { UniformInitializer(low: $0, high: $1) }
}
