import CPUFeatures
import GraphSamples
import Runtime
import TensorGraph
import Testing

/// A convolution, what follows it, and gradients; with things that may or may not stand in the way of one instruction.
struct PooledNetwork {
  var images = 3
  var channels = 2
  var side = 8
  var outChannels = 16
  var window = Window2D(kernel: 3, padding: 1)
  var pooling = Window2D(kernel: 2, stride: 2)
  var hasBias = true
  var activation: Unary? = .relu
  var differentiates = true
  /// Whether the convolution's result is an output too.
  var showsConvolution = false
  /// Whether the pooled gradient's scattering is read by something beside adjoints.
  var scattersForItself = false

  var request: ProgramRequest {
    var graph = TensorGraph()
    let x = graph.parameter("x", [images, channels, side, side])
    let w = graph.parameter("w", [outChannels, channels, window.kernelHeight, window.kernelWidth])
    let convolved = graph.conv2d(x, w, window)
    var y = graph.maxPool(convolved, pooling)
    var parameters = [x, w]
    if hasBias {
      let bias = graph.parameter("b", [outChannels])
      y = graph.add(y, graph.broadcast(bias, to: graph.shape(y), newAxes: [0, 2, 3]))
      parameters.append(bias)
    }
    if let activation { y = graph.unary(activation, y) }
    var outputs = [("y", y)]
    if showsConvolution { outputs.append(("convolved", convolved)) }
    if scattersForItself {
      let scattered = graph.poolScatter(graph.multiply(y, 0.5), at: convolved, pooling)
      outputs.append(("scattered", graph.unary(.tanh, scattered)))
    }
    if differentiates {
      let loss = graph.sum(graph.multiply(y, graph.unary(.sin, y)))
      let gradients = graph.gradients(of: loss, withRespectTo: parameters)
      outputs += gradients.enumerated().map { ("g\($0)", $1) }
    }
    return ProgramRequest(name: "pooled", graph: graph, outputs: outputs.map { (name: $0.0, value: $0.1) })
  }

  func opcodes() -> [String] {
    Plan(request, .float32).programs[0].instructions.map(\.opcode.name).filter { $0.hasPrefix("conv") || $0.hasPrefix("pool") }
  }
}

struct PooledConvolutionTests {
  static let fused = ["conv2d_pool", "conv2d_pool_input_adjoint", "conv2d_pool_weight_adjoint"]

  static let networks: [(PooledNetwork, [String])] = [
    (PooledNetwork(), fused),
    (PooledNetwork(hasBias: false, activation: nil), fused),
    (PooledNetwork(activation: .tanh), fused),
    (PooledNetwork(hasBias: false, activation: .sigmoid), fused),
    (PooledNetwork(side: 7, outChannels: 13, window: Window2D(kernel: 2)), fused),
    (PooledNetwork(images: 35, channels: 3, side: 5, outChannels: 47, window: Window2D(kernel: 3, stride: 2, padding: 1)), fused),
    (PooledNetwork(differentiates: false), ["conv2d_pool"]),
    (PooledNetwork(outChannels: 4), ["conv2d", "pool_select", "pool_scatter", "conv2d_input_adjoint", "conv2d_weight_adjoint"]),
    (
      PooledNetwork(pooling: Window2D(kernel: 3, stride: 2)),
      ["conv2d", "pool_select", "pool_scatter", "conv2d_input_adjoint", "conv2d_weight_adjoint"]
    ),
    (
      PooledNetwork(showsConvolution: true),
      ["conv2d", "pool_select", "pool_scatter", "conv2d_input_adjoint", "conv2d_weight_adjoint"]
    ),
    (PooledNetwork(differentiates: false, scattersForItself: true), ["conv2d", "pool_select", "pool_scatter"]),
  ]

  @Test(arguments: networks.indices)
  func `what pools a convolution is computed with it where nothing else reads it`(_ number: Int) {
    let (network, opcodes) = PooledConvolutionTests.networks[number]
    #expect(Set(network.opcodes()) == Set(opcodes))
  }

  @Test(arguments: networks.indices, Precision.allCases)
  func `pooled convolutions compute what the reference computes`(_ number: Int, _ precision: Precision) {
    let request = PooledConvolutionTests.networks[number].0.request
    let sources = request.randomSources(seed: UInt64(number))
    #expect(request.firstDifference(precision, sources, within: precision == .float64 ? 1e-12 : 1e-4) == nil)
  }

  @Test func `the choices are kept only where an adjoint asks for them`() {
    func details(_ network: PooledNetwork) -> [Int32] {
      Plan(network.request, .float32).programs[0].instructions.filter { $0.opcode == .conv2dPool }.map { $0.detail & 2 }
    }
    #expect(details(PooledNetwork()) == [2])
    #expect(details(PooledNetwork(differentiates: false)) == [0])
  }
}
