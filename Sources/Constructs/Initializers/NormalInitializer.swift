import Grammar
import SourceDiagnostics

/// Independent normal draws; a spec says the standard deviation or the variance, never leaves it open.
struct NormalInitializer: Initializer {
  let mean: Double
  let spread: Spread

  /// Which of the two was written.
  enum Spread: Sendable {
    case std(PlaceNumber)
    case variance(PlaceNumber)
  }

  func distribution(fanIn: Int, fanOut: Int, _ diagnostics: inout Diagnostics) -> Distribution? {
    let names = fanValues(fanIn, fanOut)
    switch spread {
    case .std(let number):
      return number.value(names, into: &diagnostics).map { .normal(mean: mean, std: $0) }
    case .variance(let number):
      return number.value(names, into: &diagnostics).map { .normal(mean: mean, std: $0.squareRoot()) }
    }
  }

  static let entry = Entry<any Initializer>(
    "normal", "Independent normal draws.", example: "{normal: {std: fan_in^-0.5}}",
    alsoKnownAs: ["gaussian", "random_normal", "truncated_normal"],
    rules: [.exactlyOne("std", "variance")],
    .maybe("std", .placeNumber(0..., names: fanNames), "Standard deviation.", alsoKnownAs: ["sigma", "stddev"]),
    .maybe("variance", .placeNumber(0..., names: fanNames), "Variance."),
    .optional("mean", .number(unit: "of the parameter"), default: "0", "Mean.")
  ) { std, variance, mean in
    // The rule lets exactly one of the two through.
    if let variance { return NormalInitializer(mean: mean, spread: .variance(variance)) }
    guard let std else { preconditionFailure("the rule of `normal` lets `std` or `variance` through") }
    return NormalInitializer(mean: mean, spread: .std(std))
  }
}
