import Constructs
import ExperimentGraph
import Grammar
import Testing

@Suite struct LearningRateTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    /// Update number and rate.
    let rates: [(Int, Double)]
    var testDescription: String { text }
  }

  /// With ten updates in an epoch.
  static let cases = [
    Case(text: "0.3", rates: [(1, 0.3), (1000, 0.3)]), Case(text: "{constant: 1/4}", rates: [(1, 0.25), (9, 0.25)]),
    Case(
      text: "{piecewise: {rates: [1, 0.5, 0.1], epochs: [1, 3]}}",
      rates: [(1, 1), (10, 1), (11, 0.5), (30, 0.5), (31, 0.1), (1000, 0.1)]),
    Case(text: "{piecewise: {rates: [1, 0.5], steps: [3]}}", rates: [(3, 1), (4, 0.5)]),
    Case(text: "{piecewise: {rates: [2], steps: []}}", rates: [(1, 2), (99, 2)]),
    Case(
      text: "{cosine: {from: 1, to: 0.2, steps: 10}}",
      rates: [(1, 1), (6, 0.6), (11, 0.2), (12, 0.2), (1000, 0.2)]),
    Case(text: "{cosine: {from: 1, epochs: 2}}", rates: [(1, 1), (11, 0.5), (21, 0)]),
    Case(
      text: "{step: {from: 1, factor: 0.5, epochs: 1}}", rates: [(1, 1), (10, 1), (11, 0.5), (20, 0.5), (21, 0.25)]),
    Case(text: "{step: {from: 8, factor: 1/2, steps: 1}}", rates: [(1, 8), (2, 4), (3, 2)]),
    Case(text: "{warm_up: {to: 1, steps: 4}}", rates: [(1, 0.25), (2, 0.5), (4, 1), (5, 1), (99, 1)]),
    Case(
      text: "{warm_up: {to: 1, steps: 4, then: {cosine: {steps: 4}}}}",
      rates: [(1, 0.25), (4, 1), (5, 1), (7, 0.5), (9, 0), (50, 0)]),
    Case(
      text: "{warm_up: {to: 0.5, epochs: 1, then: {step: {factor: 0.1, epochs: 1}}}}",
      rates: [(10, 0.5), (11, 0.5), (20, 0.5), (21, 0.05)]),
    Case(
      text: "{warm_up: {to: 1, steps: 2, then: {piecewise: {rates: [3, 4], steps: [2]}}}}",
      rates: [(2, 1), (3, 3), (4, 3), (5, 4)]),
  ]

  @Test(arguments: cases) func `a learning rate has its values`(_ item: Case) throws {
    let rate = try #require(component(LearningRates.family, item.text))
    #expect(rate.misfit == nil)
    let function = rate.resolved(StageBounds(maximumSteps: 1000, stepsPerEpoch: 10))
    for (step, expected) in item.rates {
      #expect(abs(function(step) - expected) <= 1e-15 * max(1, expected), "update \(step) has \(function(step))")
    }
  }

  @Test(arguments: cases) func `a rate that is said to stay stays`(_ item: Case) throws {
    let rate = try #require(component(LearningRates.family, item.text)).resolved(StageBounds(maximumSteps: 1000, stepsPerEpoch: 10))
    for step in 1...60 {
      let stretch = rate.stretch(step)
      #expect(stretch.last >= step)
      for later in stride(from: step, through: min(stretch.last, 200), by: 1) { #expect(rate(later) == stretch.rate) }
    }
  }

  static let misfits = [
    "{cosine: {steps: 4}}", "{step: {factor: 0.5, steps: 4}}", "{piecewise: {rates: [1, 2], steps: []}}",
    "{piecewise: {rates: [1], epochs: [3]}}", "{piecewise: {rates: [1, 2, 3], steps: [5, 5]}}",
    "{warm_up: {to: 1, steps: 2, then: {piecewise: {rates: [3, 4], steps: [2, 3]}}}}",
  ]

  @Test(arguments: misfits) func `a learning rate that cannot be followed says why`(_ text: String) throws {
    let rate = try #require(component(LearningRates.family, text))
    #expect(rate.misfit != nil)
  }
}

