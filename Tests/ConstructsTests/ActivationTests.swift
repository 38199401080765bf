import Constructs
import Grammar
import TensorGraph
import Testing

@Suite struct ActivationTests {
  static let kinds = Activation.family.info.entries.map(\.kind)

  static func activation(_ kind: String) throws -> Activation {
    let entry = try #require(Activation.family.info.entries.first { $0.kind == kind })
    return try #require(component(Activation.family, entry.example))
  }

  /// σ and its first derivatives at points, each derivative taken of the graph of the one before.
  static func derivatives(_ activation: Activation, _ order: Int, at points: [Double]) -> [[Double]] {
    var graph = TensorGraph()
    let x = graph.input("x", [points.count])
    var values = [activation.apply(&graph, x)]
    for _ in 0..<order {
      let total = graph.sum(values[values.count - 1], axes: [0])
      values.append(graph.gradients(of: total, withRespectTo: [x])[0])
    }
    return graph.evaluate(values, ["x": ReferenceTensor([points.count], points)]).map(\.values)
  }

  @Test(arguments: kinds) func `the slope agrees with central differences off the kinks`(_ kind: String) throws {
    let activation = try Self.activation(kind)
    let points = (0...240).map { Double($0) / 20 - 6.0123 }
    let steps = points.map { 6.055454452393343e-6 * max(1, abs($0)) }
    let slopes = Self.derivatives(activation, 1, at: points)[1]
    let above = Self.derivatives(activation, 0, at: zip(points, steps).map { $0 + $1 })[0]
    let below = Self.derivatives(activation, 0, at: zip(points, steps).map { $0 - $1 })[0]
    for index in points.indices where activation.kinks.allSatisfy({ abs($0 - points[index]) > steps[index] }) {
      let difference = (above[index] - below[index]) / (2 * steps[index])
      #expect(abs(slopes[index] - difference) <= 1e-7 * max(1, abs(slopes[index])), "at \(points[index])")
    }
  }

  @Test(arguments: kinds) func `values and two derivatives are finite far out`(_ kind: String) throws {
    let points: [Double] = [-1000, -745, -100, -1e-300, 0, 1e-300, 100, 745, 1000]
    for values in Self.derivatives(try Self.activation(kind), 2, at: points) {
      #expect(values.allSatisfy { $0.isFinite }, "\(values)")
    }
  }

  @Test(arguments: kinds) func `the declared multiplicity is the first derivative at 0 that is not zero`(_ kind: String) throws {
    let activation = try Self.activation(kind)
    guard let multiplicity = activation.multiplicity else {
      #expect(activation.kinks.contains(0), "only a kink at 0 leaves the multiplicity open")
      return
    }
    let atZero = Self.derivatives(activation, 4, at: [0]).map { $0[0] }
    #expect(atZero.indices.dropFirst().first { abs(atZero[$0]) > 1e-9 } == multiplicity, "\(atZero)")
  }

  @Test func `the multiplicities are those of the papers`() throws {
    let expected: [(String, Int?)] = [
      ("tanh", 1), ("sigmoid", 1), ("softplus", 1), ("x_tanh", 2), ("x2_tanh", 3), ("relu", nil), ("leaky_relu", nil),
    ]
    for (kind, multiplicity) in expected { #expect(try Self.activation(kind).multiplicity == multiplicity, "\(kind)") }
  }

  @Test(arguments: kinds) func `an activation is declared odd exactly if it is`(_ kind: String) throws {
    let activation = try Self.activation(kind)
    let points = (1...400).map { Double($0) / 37 }
    let right = Self.derivatives(activation, 0, at: points)[0]
    let left = Self.derivatives(activation, 0, at: points.map { -$0 })[0]
    let isOdd = zip(left, right).allSatisfy { abs($0 + $1) <= 1e-13 * max(1, abs($1)) }
    #expect(activation.isOdd == isOdd)
  }

  @Test(arguments: kinds) func `a declared kink is a jump of the slope`(_ kind: String) throws {
    let activation = try Self.activation(kind)
    for kink in activation.kinks {
      let slopes = Self.derivatives(activation, 1, at: [kink - 1e-9, kink + 1e-9])[1]
      #expect(abs(slopes[1] - slopes[0]) > 0.1, "at \(kink)")
    }
  }
}
