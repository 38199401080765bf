import Constructs
import ExperimentGraph
import Kernels
import SourceDiagnostics
import Testing

/// Scales of two-layer networks: those of the table of arXiv:2007.07497, and what they set.
@Suite struct ParameterizationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let alpha: Double, beta1: Double, beta2: Double
    var testDescription: String { text }

    init(_ text: String, _ alpha: Double, _ beta1: Double, _ beta2: Double) {
      (self.text, self.alpha, self.beta1, self.beta2) = (text, alpha, beta1, beta2)
    }
  }

  /// For m = 100 units and d = 4.
  static let cases = [
    Case("lecun", 1, 0.1, 0.5), Case("he", 1, 0.02.squareRoot(), 0.5.squareRoot()),
    Case("xavier", 1, (2.0 / 101).squareRoot(), (2.0 / 104).squareRoot()), Case("ntk", 10, 1, 1), Case("mean_field", 100, 1, 1),
    Case("{e_et_al: {beta: 0.25}}", 1, 0.25, 1), Case("{scales: {alpha: 3, beta_1: 0.5, beta_2: 2}}", 3, 0.5, 2),
    // κ = 0.04 and κ' = 4.
    Case("{kappa: {kappa: 0.04, kappa_prime: 4}}", 1, 0.4, 0.1),
    Case("{kappa: {kappa: 0.04, kappa_prime: 4, realization: hidden_one}}", 100, 4, 1),
    Case("{kappa: {kappa: 0.04, kappa_prime: 4, realization: readout_one}}", 6.25, 1, 0.25),
    // κ = 100^-1.5 = 10⁻³ and κ' = 100^-0.5 = 1/10.
    Case("{phase: {gamma: 1.5, gamma_prime: 0.5}}", 1, 1e-2, 1e-1),
    Case("{phase: {gamma: 1.5, gamma_prime: 0.5, realization: hidden_one}}", 100, 0.1, 1),
    Case("{phase: {gamma: 1.5, gamma_prime: 0.5, realization: readout_one}}", 1e4, 1, 10),
  ]

  @Test(arguments: cases) func `the scales are those of the formula`(_ item: Case) throws {
    let scales = try #require(component(Parameterizations.family, item.text)).scales(100, 4)
    for (found, expected) in [(scales.alpha, item.alpha), (scales.beta1, item.beta1), (scales.beta2, item.beta2)] {
      #expect(abs(found - expected) <= 1e-14 * expected, "\(scales)")
    }
  }

  static func spec(_ parameterization: String, units: Int = 50, bias: Bool = true, initial: String = "{}") -> String {
    """
    condensespec: 1
    precision: float64
    seed: 3
    data: {train: {function: {of: x1 + x2*x3, x: {normal: {n: 20, d: 3}}}}}
    model:
      layers: {hidden: {dense: {units: \(units), activation: relu, bias: \(bias)}}, readout: {dense: {units: 1, bias: false}}}
      parameterization: \(parameterization)
      loss: {mse: 1/2}
    init: \(initial)
    train: {optimizer: {gradient_descent: {learning_rate: auto}}, batch: full, stop: {steps: 10}}
    """
  }

  @Test func `it draws the hidden weights and biases and the readout as the stated deviations would`() throws {
    let set = try #require(ReadSpec(Self.spec("{scales: {alpha: 4, beta_1: 0.5, beta_2: 2}}")).reader.graph)
    let text = Self.spec("ntk", initial: "{hidden: {normal: {std: 2}}, readout: {normal: {std: 0.5}}}")
      .replacing("  parameterization: ntk", with: "  output_scale: 1/4")
    let stated = try #require(ReadSpec(text).reader.graph)
    for (a, b) in zip(set.initializers, stated.initializers) {
      let stream = RandomStream(seed: 3, name: "init.\(a.parameter)")
      #expect(a.parameter == b.parameter && a.draw(60, stream) == b.draw(60, stream))
    }
    #expect(set.scales == stated.scales && set.scales == InitialScales(width: 50, alpha: 4, beta1: 0.5, beta2: 2))
    #expect(set.training.search == stated.training.search)
  }

  @Test func `d counts the constant that a bias multiplies`() throws {
    let with = try #require(ReadSpec(Self.spec("lecun")).reader.graph?.scales)
    let without = try #require(ReadSpec(Self.spec("lecun", bias: false)).reader.graph?.scales)
    #expect(with.beta2 == 0.5 && without.beta2 == (1.0 / 3).squareRoot())
  }

  /// The exponents of the table, from the slope between two large widths at fixed d.
  @Test(arguments: [
    ("lecun", 0.5, 0.5), ("he", 0.5, 0.5), ("xavier", 1, 0), ("ntk", 0.5, 0), ("mean_field", 1, 0),
  ]) func `the exponents are those of the published table`(_ text: String, _ gamma: Double, _ gammaPrime: Double) throws {
    let parameterization = try #require(component(Parameterizations.family, text))
    let logs = [1e5, 1e8].map { m -> (Double, Double) in
      let scales = parameterization.scales(m, 10)
      return (ScalarMath.log(scales.beta1 * scales.beta2 / scales.alpha), ScalarMath.log(scales.beta1 / scales.beta2))
    }
    let decades = ScalarMath.log(1e3)
    #expect(abs(-(logs[1].0 - logs[0].0) / decades - gamma) < 1e-3)
    #expect(abs(-(logs[1].1 - logs[0].1) / decades - gammaPrime) < 1e-3)
  }

  @Test(arguments: [
    (0.5, 0.0, InitialScales.Regime.linear), (1, 0, .critical), (1.75, 0, .condensed), (1.3, 0.4, .linear), (1.4, 0.4, .critical),
    (1.5, 0.4, .condensed), (1, -0.5, .critical), (1.1, -0.5, .condensed), (0.9, -0.5, .linear), (1, 0.2, .linear),
  ]) func `the regime is that of the theorem`(_ gamma: Double, _ gammaPrime: Double, _ regime: InitialScales.Regime) throws {
    let text = Self.spec("{phase: {gamma: \(gamma), gamma_prime: \(gammaPrime)}}", units: 1000)
    let scales = try #require(ReadSpec(text).reader.graph?.scales)
    #expect(abs(scales.gamma - gamma) < 1e-12 && abs(scales.gammaPrime - gammaPrime) < 1e-12)
    #expect(scales.regime == regime)
  }
}
