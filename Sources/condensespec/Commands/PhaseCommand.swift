import ArgumentParser
import Constructs
import ExperimentGraph
import Grammar
import Results

/// `condensespec phase`: where the network of a spec starts in the phase diagram.
struct PhaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "phase",
    abstract: "Say where a two-layer network starts in the phase diagram: its scales, exponents at its width, and regime.")

  @OptionGroup var spec: SpecOptions

  func run() throws {
    let reader = try spec.readOrFail()
    if reader.sweep != nil {
      throw CommandFailure(.badInput, "error: `phase` looks at one network, and this spec is a sweep of several; record `initial_scales`")
    }
    // Of several stages the first is the one that starts.
    guard let scales = reader.graph?.parts[0].scales else {
      throw CommandFailure(.badInput, "error: the model is not two dense layers whose weights are drawn around 0")
    }
    Console.out(spec.json ? json(scales).prettyText : text(scales))
  }

  private func text(_ scales: InitialScales) -> String {
    let number = Self.shown
    var rows = [
      ("m", "\(scales.width)"), ("scales", "α = \(number(scales.alpha)), β₁ = \(number(scales.beta1)), β₂ = \(number(scales.beta2))"),
      ("κ", number(scales.kappa)), ("κ'", number(scales.kappaPrime)),
    ]
    guard let regime = scales.regime else {
      return Self.lines(rows) + "With one unit κ and κ' are no powers of the width.\n"
    }
    rows += [
      ("γ", number(scales.gamma)), ("γ'", number(scales.gammaPrime)), ("regime", regime.rawValue),
      ("γ − 1", "\(number(scales.aboveCorner)): the boundary of γ' ≤ 0"),
      ("γ − 1 − γ'", "\(number(scales.aboveDiagonal)): the boundary of γ' ≥ 0"),
    ]
    return Self.lines(rows) + Self.caution
  }

  private static let caution = """
    γ and γ' are limits of −log κ/log m and −log κ'/log m as the width grows with everything else fixed. At one width, as here, factors
    that do not grow with it move them: compare widths before you say in which regime a rule of initialization is.

    """

  private func json(_ scales: InitialScales) -> CanonicalJSON {
    [
      "width": .integer(scales.width), "alpha": .number(scales.alpha), "beta_1": .number(scales.beta1), "beta_2": .number(scales.beta2),
      "kappa": .number(scales.kappa), "kappa_prime": .number(scales.kappaPrime), "gamma": .number(scales.gamma),
      "gamma_prime": .number(scales.gammaPrime), "regime": scales.regime.map { .string($0.rawValue) } ?? .null,
      "above_corner": .number(scales.aboveCorner), "above_diagonal": .number(scales.aboveDiagonal),
    ]
  }

  private static func lines(_ rows: [(String, String)]) -> String {
    rows.map { $0.0.padded(to: 12) + $0.1 }.joined(separator: "\n") + "\n"
  }

  /// Six digits, as people read them.
  private static func shown(_ x: Double) -> String {
    guard x != 0, x.isFinite else { return canonicalNumber(x) }
    let exact = canonicalNumber(x)
    let short = canonicalNumber(rounded(x))
    return short.count < exact.count ? short : exact
  }

  /// A number rounded to about six digits.
  private static func rounded(_ x: Double) -> Double {
    var (up, down) = (1.0, 1.0)
    while x.magnitude * up < 1e5 { up *= 10 }
    while x.magnitude / down >= 1e6 { down *= 10 }
    return down > 1 ? (x / down).rounded() * down : (x * up).rounded() / up
  }
}
