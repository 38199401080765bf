import GraphSamples
import Runtime
import TensorGraph
import Testing

struct ProductUpdateTests {
  /// x wᵀ of a batch, its gradient with respect to w, and what is made of that.
  private func request(
    samples: Int = 20, inputs: Int = 150, units: Int = 120,
    _ use: (inout TensorGraph, _ weight: Value, _ gradient: Value) -> (
      outputs: [(name: String, value: Value)], updates: [(slot: String, value: Value)]
    )
  ) -> ProgramRequest {
    var graph = TensorGraph()
    let x = graph.input("x", [samples, inputs])
    let weight = graph.parameter("w", [units, inputs])
    let y = graph.unary(.tanh, graph.matmul(x, weight, transposeB: true))
    let gradient = graph.gradients(of: graph.sum(graph.square(y)), withRespectTo: [weight])[0]
    let (outputs, updates) = use(&graph, weight, gradient)
    return ProgramRequest(name: "p", graph: graph, outputs: outputs, updates: updates)
  }

  private var descent: ProgramRequest { descent(samples: 20) }

  private func descent(samples: Int) -> ProgramRequest {
    request(samples: samples) { graph, weight, gradient in
      ([], [("w", graph.subtract(weight, graph.multiply(gradient, graph.input("rate", []))))])
    }
  }

  private func products(_ request: ProgramRequest) -> [String] {
    Plan(request, .float32).programs[0].instructions.map(\.opcode.name).filter { $0.hasPrefix("gemm") }
  }

  @Test func `a gradient that only its update reads never reaches memory`() {
    #expect(products(descent) == ["gemm", "gemm_update"])
    let plan = Plan(descent, .float32)
    #expect(plan.programs[0].extents.allSatisfy { $0.bytes != 120 * 150 * 4 })
    #expect(products(request(units: 10) { graph, weight, gradient in ([], [("w", graph.subtract(weight, gradient))]) }).last == "gemm")
  }

  @Test func `what a layer makes of many samples goes straight into its activation, before its weights are overwritten`() {
    // What it makes of few is computed the other way round.
    #expect(products(descent(samples: 192)) == ["gemm", "gemm_update"])
    #expect(products(descent(samples: 193)) == ["gemm_update", "gemm_update"])
    let sources = descent(samples: 300).randomSources(seed: 5, in: -0.1...0.1)
    #expect(descent(samples: 300).firstDifference(.float64, sources, within: 1e-11) == nil)
  }

  @Test func `a gradient that something else needs is kept`() {
    let shown = request { graph, weight, gradient in ([("g", gradient)], [("w", graph.subtract(weight, gradient))]) }
    #expect(products(shown) == ["gemm", "gemm"])
    let clipped = request { graph, weight, gradient in
      let norm = graph.unary(.sqrt, graph.sum(graph.square(gradient)))
      let scale = graph.broadcast(graph.divide(graph.constant(1), norm), to: graph.shape(gradient), newAxes: [0, 1])
      return ([], [("w", graph.subtract(weight, graph.multiply(gradient, scale)))])
    }
    #expect(products(clipped) == ["gemm", "gemm"])
  }

  @Test func `what a product is made of is not overwritten while it is read`() {
    var graph = TensorGraph()
    let w = graph.parameter("w", [140, 140])
    let smaller = graph.subtract(w, graph.multiply(graph.matmul(w, w), 0.1))
    let request = ProgramRequest(name: "p", graph: graph, outputs: [], updates: [("w", smaller)])
    #expect(products(request) == ["gemm"])
  }

  @Test(arguments: Precision.allCases)
  func `updates of products compute what the reference computes`(_ precision: Precision) {
    let adam = request(samples: 600, inputs: 130, units: 140) { graph, weight, gradient in
      let first = graph.parameter("m", graph.shape(weight))
      let m = graph.add(graph.multiply(first, 0.9), graph.multiply(gradient, 0.1))
      return ([], [("w", graph.subtract(weight, graph.multiply(m, 0.01))), ("m", m)])
    }
    let activation = request { graph, weight, gradient in
      ([("y", graph.unary(.relu, graph.add(gradient, weight)))], [])
    }
    for request in [descent, adam, activation] {
      #expect(products(request).contains("gemm_update"))
      let sources = request.randomSources(seed: 3, in: -0.1...0.1)
      #expect(request.firstDifference(precision, sources, within: precision == .float64 ? 1e-11 : 1e-4) == nil)
    }
  }
}
