import Constructs
import Testing

/// Models that are like others.
@Suite struct ModelCopyTests {
  /// The resolved text of a spec with the two models `first` and `second`.
  static func resolved(_ second: String, overrides: [String] = []) throws -> String {
    let text = """
      condensespec: 1
      data: {train: {function: {of: sin(3*x), x: {linspace: [-1, 1, 40]}}}}
      models:
        first:
          layers:
            hidden:  {dense: {units: 3, activation: tanh, bias: false}}
            readout: {dense: {units: 1}}
          output_scale: 2
          loss: {mse: {factor: 1}}
        second: \(second)
      init: {default: lecun}
      stages: {only: {evaluate: {model: second}}}
      """
    let read = ReadSpec(text, overrides: overrides)
    #expect(read.summary == [])
    return try #require(read.reader.resolved).yaml()
  }

  static let hidden = "{dense: {units: 3, activation: tanh, bias: false}}"

  /// What a copy says, and the same model written out.
  static let copies: [(String, String)] = [
    ("{like: first}", "{layers: {hidden: \(hidden), readout: {dense: {units: 1}}}, output_scale: 2, loss: {mse: 1}}"),
    (
      "{like: first, layers: {hidden: {dense: {units: 9}}}}",
      "{layers: {hidden: {dense: {units: 9, activation: tanh, bias: false}}, readout: {dense: {units: 1}}}, output_scale: 2, loss: {mse: 1}}"
    ),
    (
      "{like: first, output_scale: 1, loss: {mse: 1/2}}",
      "{layers: {hidden: \(hidden), readout: {dense: {units: 1}}}, output_scale: 1, loss: {mse: 0.5}}"
    ),
    (
      "{like: first, layers: {hidden: {activation: relu}, last: {scale: 3}}}",
      "{layers: {hidden: {activation: relu}, readout: {dense: {units: 1}}, last: {scale: 3}}, output_scale: 2, loss: {mse: 1}}"
    ),
  ]

  @Test(arguments: copies) func `a copy is the other model with its own parts laid over it`(_ copy: String, _ whole: String) throws {
    #expect(try Self.resolved(copy) == Self.resolved(whole))
    #expect(try Self.resolved(copy) != Self.resolved("{like: first, output_scale: 7}"))
  }

  @Test func `an override of the other model is copied too`() throws {
    let text = try Self.resolved("{like: first, output_scale: 3}", overrides: ["models.first.layers.hidden.dense.units=5"])
    #expect(text.matches(of: /units: 5/).count == 2, "\(text)")
  }
}
