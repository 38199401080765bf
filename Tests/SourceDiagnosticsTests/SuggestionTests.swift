import SourceDiagnostics
import Testing

@Suite struct SuggestionTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let misspelt: String
    let candidates: [String]
    let expected: String?

    init(_ misspelt: String, _ candidates: [String], _ expected: String?) {
      self.misspelt = misspelt
      self.candidates = candidates
      self.expected = expected
    }

    var testDescription: String { "\(misspelt) → \(expected ?? "nothing")" }
  }

  static let activations = ["relu", "leaky_relu", "tanh", "sigmoid", "softplus", "sin"]
  static let options = ["learning_rate", "momentum", "weight_decay", "beta1", "beta2", "batch", "steps"]

  @Test(arguments: [
    Case("rleu", activations, "relu"),
    Case("Tanh", activations, "tanh"),
    Case("tnah", activations, "tanh"),
    Case("sigmod", activations, "sigmoid"),
    Case("leakyrelu", activations, "leaky_relu"),
    Case("leaky-relu", activations, "leaky_relu"),
    Case("LeakyReLU", activations, "leaky_relu"),
    Case("soft", activations, "softplus"),
    Case("elu", activations, "relu"),
    Case("gelu", activations, "relu"),
    Case("xyz", activations, nil),
    Case("quadratic", activations, nil),
    Case("learning_rte", options, "learning_rate"),
    Case("learningRate", options, "learning_rate"),
    Case("learn", options, "learning_rate"),
    Case("lr", options, "learning_rate"),
    Case("beta", options, "beta1"),
    Case("beta3", options, "beta1"),
    Case("batch_size", options, "batch"),
    Case("step", options, "steps"),
    Case("wd", options, "weight_decay"),
    Case("m", options, nil),
    Case("", options, nil),
    Case("___", options, nil),
    Case("batch", ["batch"], nil),
    Case("层", ["层数"], nil),
    Case(String(repeating: "a", count: 100_000), options, nil),
    Case("batch", [], nil),
  ])
  func `the nearest candidate is suggested, and none when nothing is near`(_ row: Case) {
    #expect(suggestion(for: row.misspelt, among: row.candidates) == row.expected)
  }

  @Test func `fewer typing mistakes win over the order of candidates, which decides a tie`() {
    #expect(suggestion(for: "widht", among: ["eight", "width"]) == "width")
    #expect(suggestion(for: "abcx", among: ["abcy", "abcz"]) == "abcy")
  }
}
