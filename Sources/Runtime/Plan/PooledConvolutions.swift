import CPUFeatures
import Kernels
import TensorGraph

/// A convolution whose result only a pooling over windows of 2 × 2 reads, with what follows the pooling: one instruction
/// computes all of it, and the result of the convolution never reaches memory.
struct PooledConvolution {
  let convolution: Value
  let pooling: Value
  /// The value that is added to every channel.
  let bias: Value?
  let activation: Unary?
  /// The last value of the chain: it has the buffer, and behind its elements the choices of the pooling.
  let result: Value
  /// Whether an adjoint reads the choices.
  let keepsChoices: Bool
}

/// The pooled convolutions of a graph, told by shapes and by who reads what.
///
/// Beside the pooling, only scatterings at the convolution's result may read it, and these only the adjoints of a convolution:
/// they take the pooled gradient and the choices instead.
struct PooledConvolutions {
  /// By the last value of each chain.
  private(set) var chains: [Value: PooledConvolution] = [:]
  /// The chain whose choices stand for a scattering.
  private(set) var scatterings: [Value: PooledConvolution] = [:]

  /// - Parameter needed: values that must be in memory for other reasons.
  init(_ graph: TensorGraph, needed: Set<Value>) {
    var readers: [Value: [Value]] = [:]
    for value in graph.values {
      for operand in Set(graph[value].operands) { readers[operand, default: []].append(value) }
    }
    for value in graph.values {
      guard case .conv2d = graph[value].operation, !needed.contains(value),
        let chain = PooledConvolutions.chain(graph, value, readers, needed)
      else { continue }
      chains[chain.result] = chain
      for scattering in readers[value] ?? [] where scattering != chain.pooling { scatterings[scattering] = chain }
    }
  }

  /// The adjoint of a convolution as one of a pooled convolution.
  func chain(ofAdjoint value: Value, in graph: TensorGraph) -> PooledConvolution? {
    switch graph[value].operation {
    case .conv2dInputAdjoint, .conv2dWeightAdjoint: scatterings[graph[value].operands[0]]
    default: nil
    }
  }

  private static func chain(
    _ graph: TensorGraph, _ convolution: Value, _ readers: [Value: [Value]], _ needed: Set<Value>
  ) -> PooledConvolution? {
    var pooling: Value?
    var keepsChoices = false
    for reader in readers[convolution] ?? [] {
      let operands = graph[reader].operands
      switch graph[reader].operation {
      case .poolSelect(let p) where isTwoByTwo(p.window) && pooling == nil && operands[0] == operands[1]:
        pooling = reader
      case .poolScatter(let p) where isTwoByTwo(p.window) && operands[0] != convolution && !needed.contains(reader):
        guard (readers[reader] ?? []).allSatisfy({ isAdjoint($0, of: reader, in: graph) }) else { return nil }
        keepsChoices = true
      default: return nil
      }
    }
    guard let pooling, isWorthwhile(graph, convolution) else { return nil }
    var (bias, activation, result): (Value?, Unary?, Value) = (nil, nil, pooling)
    if let sum = onlyReader(result, readers, needed), case .arithmetic(.add) = graph[sum].operation,
      graph[sum].operands[0] == result, let added = channelBias(graph, sum)
    {
      (bias, result) = (added, sum)
    }
    if let last = onlyReader(result, readers, needed), case .unary(let f) = graph[last].operation {
      (activation, result) = (f, last)
    }
    return PooledConvolution(
      convolution: convolution, pooling: pooling, bias: bias, activation: activation, result: result,
      keepsChoices: keepsChoices)
  }

  private static func onlyReader(_ value: Value, _ readers: [Value: [Value]], _ needed: Set<Value>) -> Value? {
    let all = readers[value] ?? []
    return all.count == 1 && !needed.contains(value) ? all[0] : nil
  }

  private static func isTwoByTwo(_ window: Window2D) -> Bool { window == Window2D(kernel: 2, stride: 2) }

  private static func isAdjoint(_ reader: Value, of scattering: Value, in graph: TensorGraph) -> Bool {
    let operands = graph[reader].operands
    switch graph[reader].operation {
    case .conv2dInputAdjoint, .conv2dWeightAdjoint: return operands[0] == scattering && operands[1] != scattering
    default: return false
    }
  }

  /// Whether most lanes along the channels would be used, and an image's gradient stays in the second-level cache.
  private static func isWorthwhile(_ graph: TensorGraph, _ convolution: Value) -> Bool {
    let (x, out) = (graph.shape(graph[convolution].operands[0]), graph.shape(convolution))
    let padded = (out[1] + 15) / 16 * 16
    return 4 * out[1] >= 3 * padded && padded * max(out[2] * out[3], x[2] * x[3]) <= 1 << 17
  }

  /// What is added to every channel of a sum's first operand, if its second operand is that.
  private static func channelBias(_ graph: TensorGraph, _ sum: Value) -> Value? {
    let shape = graph.shape(sum)
    guard case .read(let access) = graph.operand(graph[sum].operands[1]), access.place.offset == 0,
      access.inner == shape[2] * shape[3], access.mid == shape[1], graph.shape(access.place.base).count == shape[1]
    else { return nil }
    return access.place.base
  }
}

extension JobGraph {
  /// The job of a pooled convolution or of one of its adjoints; nil if the value is neither.
  static func pooledJob(_ graph: TensorGraph, _ value: Value, _ pooled: PooledConvolutions) -> Job? {
    let operands: [Value]
    if let chain = pooled.chains[value] {
      operands = graph[chain.convolution].operands + (chain.bias.map { [$0] } ?? [])
    } else if let chain = pooled.chain(ofAdjoint: value, in: graph) {
      let adjoint = graph[value].operands
      operands = [graph[adjoint[0]].operands[0], adjoint[1], chain.result]
    } else {
      return nil
    }
    return Job(
      work: .kernel, value: value, slot: nil, count: graph.shape(value).count, operands: [],
      reads: operands.map { graph.place($0).base }, vertex: value)
  }

  /// Bytes of a value's buffer.
  func bytes(of value: Value, _ precision: Precision) -> Int {
    guard let chain = pooled.chains[value], chain.keepsChoices else {
      return graph.shape(value).count * precision.bytes
    }
    let instruction = Lowering.pooledInstruction(graph, chain, precision)
    return instruction.choicesOffset + instruction.choicesBytes
  }
}

extension Lowering {
  /// The instruction of a pooled convolution without its addresses.
  static func pooledInstruction(_ graph: TensorGraph, _ chain: PooledConvolution, _ precision: Precision) -> cs_instruction {
    var draft = Draft(.conv2dPool, precision, vertex: chain.result)
    guard case .conv2d(let p) = graph[chain.convolution].operation else { preconditionFailure("A convolution.") }
    let (x, w) = (graph[chain.convolution].operands[0], graph[chain.convolution].operands[1])
    draft.setWindow(p.window, graph.shape(x), graph.shape(chain.convolution))
    draft.instruction.n4 = Int64(graph.shape(w)[0])
    let micro = chain.activation.map { Operation.unary($0).micro } ?? .copy
    draft.instruction.detail =
      (chain.bias == nil ? 0 : Int32(CS_POOL_BIAS)) + (chain.keepsChoices ? Int32(CS_POOL_CHOICES) : 0)
      + 256 * micro.rawValue
    return draft.instruction
  }

  func pooledConvolution(_ chain: PooledConvolution) -> Draft {
    let operands = graph[chain.convolution].operands
    var draft = Draft(.conv2dPool, precision, vertex: chain.result)
    draft.instruction = Lowering.pooledInstruction(graph, chain, precision)
    draft.out = reference(chain.result)
    draft.a = reference(operands[0])
    draft.b = reference(operands[1])
    draft.second = chain.bias.map { reference($0) }
    let weight = graph.shape(operands[1])
    draft.operations = 2 * graph.shape(chain.convolution).count * weight.count / weight[0]
    let kept = [chain.convolution, chain.pooling, chain.result] + (chain.bias == nil || chain.activation == nil ? [] : [
      graph[chain.result].operands[0]
    ])
    draft.text = Set(kept).sorted().map { graph.line($0) }.joined(separator: "; ")
    return draft
  }

  func pooledAdjoint(_ value: Value, _ chain: PooledConvolution) -> Draft {
    let operands = graph[value].operands
    let scattering = operands[0]
    var draft = convolution(value, reading: [graph[scattering].operands[0], operands[1]])
    let isInput = draft.instruction.opcode == .conv2dInputAdjoint
    draft.instruction.opcode = isInput ? .conv2dPoolInputAdjoint : .conv2dPoolWeightAdjoint
    var choices = reference(chain.result)
    choices.bytes += Lowering.pooledInstruction(graph, chain, precision).choicesOffset
    draft.second = choices
    draft.text = "\(graph.line(scattering)); \(graph.line(value))"
    return draft
  }
}
