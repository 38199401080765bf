import Constructs
import Grammar
import TensorGraph
import Testing

/// Models that are formulas: what they give, and their derivatives.
@Suite struct FormulaTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let parameters: String
    let output: String
    /// Values of the parameters, one after another.
    let values: [Double]
    /// Two samples.
    let samples: [[Double]]
    /// What they give, one after another.
    let gives: [Double]
    var testDescription: String { output }

    init(_ parameters: String, _ output: String, _ values: [Double], _ samples: [[Double]], _ gives: [Double]) {
      (self.parameters, self.output, self.values, self.samples, self.gives) = (parameters, output, values, samples, gives)
    }
  }

  /// Worked out by hand. The matrix [1, 2, 3, 4, 5, 6] of shape [2, 3] has the rows (1, 2, 3) and (4, 5, 6).
  static let cases = [
    Case("{a: [], b: []}", "a + b*x", [2, 3], [[1], [4]], [5, 14]),
    Case("{t0: [], t1: [], t2: [], t3: []}", "t0 + t1*x1 + t2*t3*x2", [1, 2, 3, 4], [[1, 0], [1, 2]], [3, 27]),
    Case("{a: [2, 3]}", "entry(a, x1, x2)", [1, 2, 3, 4, 5, 6], [[0, 2], [1, 0]], [3, 4]),
    Case("{a: [2, 3]}", "entry(a, 1, x2)", [1, 2, 3, 4, 5, 6], [[0, 2], [1, 0]], [6, 4]),
    Case("{a: [3]}", "entry(a, x1) - entry(a, 2)", [1, 2, 5], [[0, 0], [1, 0]], [-4, -3]),
    Case("{a: [2, 3], b: [2, 3]}", "entry(product(a, transpose(b)), x1, x2)", [1, 2, 3, 4, 5, 6, 1, 0, 1, 0, 1, 0], [[0, 0], [1, 1]], [4, 5]),
    Case("{a: [2, 3]}", "product(a, x)", [1, 2, 3, 4, 5, 6], [[1, 0, 0], [1, 1, 1]], [1, 4, 6, 15]),
    Case("{a: [3, 2]}", "product(x, a)", [1, 2, 3, 4, 5, 6], [[1, 0, 0], [0, 1, 1]], [1, 2, 8, 10]),
    Case("{a: [2]}", "product(a, x)", [2, 3], [[1, 1], [0, 2]], [5, 6]),
    Case("{a: [2]}", "product(x, a*x)", [2, 3], [[1, 1], [0, 2]], [5, 12]),
    Case("{a: [2, 2]}", "sum(product(x1*a, a - x2))", [1, 0, 0, 2], [[1, 0], [1, 1]], [5, -1]),
    Case("{a: [2, 2]}", "entry(product(a*x1, a*x2), 0, 1)", [1, 2, 0, 3], [[1, 1], [2, 1]], [8, 16]),
    Case("{a: [2]}", "entry(a*x1, x2)", [5, 7], [[2, 1], [3, 0]], [14, 15]),
    Case("{a: [2]}", "a*x1", [5, 7], [[2, 1], [3, 0]], [10, 14, 15, 21]),
    Case("{a: []}", "a", [5], [[2], [3]], [5, 5]),
    Case("{a: []}", "max(a, x, 2) - min(a, x, 2)", [3], [[1], [4]], [2, 2]),
    Case("{a: []}", "a*x^3 + x^-2 + a^0 - (-x)", [2], [[1], [2]], [5, 19.25]),
    Case("{w: [3]}", "sum(w^0)*entry(w, 0)", [2, 4, 0], [[1], [2]], [6, 6]),
    Case("{w: [2]}", "sum((w*x1)^0)*entry(w, 1)", [5, 7], [[2, 1], [0, 0]], [14, 14]),
    Case("{a: []}", "a*x^65 + x^100", [2], [[-1], [1]], [-1, 3]),
    Case("{a: []}", "a*power(x, 3) + x^-101", [2], [[-1], [1]], [-3, 3]),
    Case("{a: []}", "min(a, exp(1000*x)) + max(a, -exp(1000*x))", [2], [[1], [-1]], [4, 2]),
    Case("{w: [2]}", "min(w*x1, 4, x2) + max(w, x2)", [1, 5], [[1, 2], [3, 9]], [3, 7, 12, 13]),
    Case("{a: []}", "a*relu(x) + abs(x)", [2], [[-3], [4]], [3, 12]),
  ]

  /// A formula as a graph of one batch of samples.
  private struct Written {
    var graph = TensorGraph()
    let parameters: [Value]
    let output: Value
    var sources: [String: ReferenceTensor]

    init(_ parameters: String, _ output: String, _ values: [Double], _ samples: [[Double]]) throws {
      let formula = try #require(decoded(.record(Formula.record), "{parameters: \(parameters), output: \"\(output)\"}").value)
      let shape = Shape([samples[0].count])
      let given = try formula.outputShape(for: shape)
      let x = graph.input("x", Shape([samples.count] + shape.dimensions))
      sources = ["x": ReferenceTensor(graph.shape(x), samples.flatMap { $0 })]
      var rest = values[...]
      var written: [Value] = []
      for parameter in formula.parameters(for: shape) {
        written.append(graph.parameter(parameter.name, parameter.shape))
        sources[parameter.name] = ReferenceTensor(parameter.shape, Array(rest.prefix(parameter.shape.count)))
        rest = rest.dropFirst(parameter.shape.count)
      }
      #expect(rest.isEmpty)
      self.parameters = written
      self.output = formula.apply(&graph, x, written)
      #expect(graph.shape(self.output) == Shape([samples.count] + given.dimensions))
    }
  }

  @Test(arguments: cases) func `a formula gives what it says`(_ item: Case) throws {
    let written = try Written(item.parameters, item.output, item.values, item.samples)
    let found = written.graph.evaluate([written.output], written.sources)[0].values
    #expect(found.count == item.gives.count)
    for (found, expected) in zip(found, item.gives) { #expect(abs(found - expected) <= 1e-12 * (1 + abs(expected))) }
  }

  /// What a sum of squares of the output is, with its first derivatives and the derivatives of their sum of squares.
  private static func derivatives(_ item: Case, _ values: [Double]) throws -> (value: Double, slopes: [Double], bent: [Double]) {
    var written = try Written(item.parameters, item.output, values, item.samples)
    let value = written.graph.sum(written.graph.square(written.output))
    let slopes = written.graph.gradients(of: value, withRespectTo: written.parameters)
    var length = written.graph.constant(0)
    for slope in slopes {
      let squared = written.graph.square(slope)
      length = written.graph.add(length, written.graph.sum(squared))
    }
    let bent = written.graph.gradients(of: length, withRespectTo: written.parameters)
    let found = written.graph.evaluate([value] + slopes + bent, written.sources).map(\.values)
    let count = slopes.count
    return (found[0][0], found[1...count].flatMap { $0 }, found[(count + 1)...].flatMap { $0 })
  }

  /// With values off the kinks.
  static let smooth =
    cases.filter { $0.output != "a" } + [
      Case("{a: [], b: []}", "tanh(a*x) + sigmoid(b)*sin(a*b) + cos(x)*exp(-a)", [0.3, 0.7], [[0.2], [1.1]], []),
      Case("{a: [], b: []}", "log(1 + a^2) + log2(a)*sqrt(b) + erf(a*x) + tan(b)*log10(b) + a^b", [0.3, 0.7], [[0.2], [1.1]], []),
      Case("{w: [3, 2], a: [3]}", "product(a, tanh(product(w, x)))", [0.3, 0.7, -0.4, 0.2, 0.5, -1, 1, 2, -1], [[0.2, 1], [1.1, -1]], []),
    ]

  @Test(arguments: smooth) func `derivatives agree with differences, the first and the second`(_ item: Case) throws {
    let step = 1e-5
    let here = try Self.derivatives(item, item.values)
    for place in item.values.indices {
      let sides = try [1.0, -1].map { sign in
        var values = item.values
        values[place] += sign * step
        let there = try Self.derivatives(item, values)
        return (there.value, there.slopes.reduce(0) { $0 + $1 * $1 })
      }
      let first = (sides[0].0 - sides[1].0) / (2 * step)
      let second = (sides[0].1 - sides[1].1) / (2 * step)
      #expect(abs(first - here.slopes[place]) <= 1e-6 * (1 + abs(first)), "parameter \(place)")
      #expect(abs(second - here.bent[place]) <= 1e-5 * (1 + abs(second)), "parameter \(place)")
    }
    #expect(here.slopes.contains { $0 != 0 })
  }

  @Test func `every function with a slope is the same in a formula as in an expression`() throws {
    var without: [String] = []
    for function in Functions.table.functions {
      let arguments = function.parameters.lowerBound == 1 ? "x" : "x, a"
      let text = "\(function.name)(\(arguments)) + 0*a"
      let formula = try #require(decoded(.record(Formula.record), "{parameters: {a: []}, output: \"\(text)\"}").value)
      guard (try? formula.outputShape(for: [1])) != nil else {
        without.append(function.name)
        continue
      }
      let written = try Written("{a: []}", text, [0.6], [[0.4], [1.7]])
      let found = written.graph.evaluate([written.output], written.sources)[0].values
      for (x, y) in zip([0.4, 1.7], found) {
        let expected = function.evaluate(function.parameters.lowerBound == 1 ? [x] : [x, 0.6])
        #expect(abs(y - expected) <= 1e-12, "\(function.name)")
      }
    }
    #expect(without == ["sign", "floor", "ceil", "round", "step"])
  }

  @Test func `parameters keep their names, and their fans are their extents`() throws {
    let text = SampleSpec().text.replacing(
      "layers: \(SampleSpec().layers)", with: "formula: {parameters: {a: [3, 2], b: [4], c: []}, output: sum(a)*sum(b)*c*x}")
    let model = try #require(ReadSpec(text).reader.graph).model
    #expect(model.parameters.map { "\($0.name) \($0.shape) \($0.fanIn) \($0.fanOut)" } == ["a [3, 2] 2 3", "b [4] 4 4", "c [] 1 1"])
  }
}
