import TensorGraph
import Testing

/// min(1, c / ‖g‖) over all gradients together.
@Suite struct ClippedGradientTests {
  private static func clipped(_ first: [Double], _ second: [Double], _ length: Double) -> [[Double]] {
    var graph = TensorGraph()
    let a = graph.input("a", Shape([first.count]))
    let b = graph.input("b", Shape([second.count]))
    let results = graph.clipped([a, b], length: length)
    return graph.evaluate(
      results, ["a": ReferenceTensor([first.count], first), "b": ReferenceTensor([second.count], second)]
    ).map(\.values)
  }

  @Test func `a gradient of length 5 is cut to length 1`() {
    let result = Self.clipped([3, 0], [4], 1)
    #expect(zip(result.flatMap { $0 }, [0.6, 0, 0.8]).allSatisfy { abs($0 - $1) < 1e-15 })
  }

  @Test(arguments: [5.0, 5.5, 1e9]) func `a gradient that is no longer than that stays as it is to the bit`(length: Double) {
    #expect(Self.clipped([3, 0], [4], length) == [[3, 0], [4]])
  }

  @Test func `a gradient whose square is too large for a number is cut all the same`() {
    let result = Self.clipped([3e200, 0], [4e200], 1).flatMap { $0 }
    #expect(zip(result, [0.6, 0, 0.8]).allSatisfy { abs($0 - $1) < 1e-15 })
  }

  @Test func `no gradient at all stays none`() {
    #expect(Self.clipped([0], [0, 0], 1) == [[0], [0, 0]])
  }
}
