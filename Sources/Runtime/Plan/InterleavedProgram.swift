import CPUFeatures
import Kernels
import TensorGraph

/// One update of several networks of the same shape at once, each in a lane of the vectors.
///
/// It is the program that one network has without tiles, instruction by instruction: element e of network number l stands where
/// element e · lanes + l of one tensor would. What a network becomes does not depend on who is beside it.
struct InterleavedProgram: Sendable {
  /// How many networks: the numbers of a vector.
  let lanes: Int
  /// The residents that training reads and never changes.
  let data: [ResidentLayout.Slot]
  /// The residents that are given anew for an update.
  let scalars: [ResidentLayout.Slot]
  /// All other residents: parameters and the optimizer's state.
  let trained: [ResidentLayout.Slot]
  let instructions: [cs_instruction]
  /// The first instruction that writes a resident: what stands before it leaves the parameters as they are.
  let updateStart: Int
  /// Bytes from the arena's start to the losses, one for each lane.
  let lossOffset: Int
  /// Numbers that belong at `constantsOffset`, and tables at `tablesOffset`.
  let constants: [UInt8]
  let constantsOffset: Int
  let tables: [UInt8]
  let tablesOffset: Int
  let scratchBytes: Int

  private var arenaBytes: Int { tablesOffset + tables.count }

  /// An arena for it, with all that it reads and nobody gives it.
  func makeArena() -> Arena {
    let arena = Arena(byteCount: arenaBytes)
    arena.write(constants, at: constantsOffset)
    arena.write(tables, at: tablesOffset)
    return arena
  }

  /// Bytes of an arena beyond which vectors of one network are the faster way: they stay in registers from layer to layer, while what
  /// is interleaved goes through the caches. Measured with two-layer networks on processors with 1 to 2 MB of them a core.
  private static let mostBytes = 1 << 20

  /// Whether a network that keeps so many numbers can be small enough: a vector for each of them.
  static func holds(_ numbers: Int) -> Bool { numbers <= mostBytes / 64 }

  /// Nil if the update has instructions that there are none of for interleaved tensors, or is large.
  /// - Parameters:
  ///   - data, scalars: names of the residents that are no parameters and no state.
  init?(_ request: ProgramRequest, precision: Precision, data: [String], scalars: [String]) {
    var layout = ResidentLayout(precision: precision)
    layout.addSources(of: request.graph)
    for update in request.updates { layout.add(update.slot, request.graph.shape(update.value)) }
    let plan = Plan([request], layout: layout, tiling: .none)
    let program = plan.programs[0]
    lanes = 64 / precision.bytes
    tablesOffset = roundedUp(plan.arenaBytes) * lanes
    guard layout.slots.allSatisfy({ $0.element == .real }), tablesOffset <= Self.mostBytes, let loss = program.outputs.first else {
      return nil
    }
    var interleaving = Interleaving(plan, lanes: lanes, tablesOffset: tablesOffset)
    var instructions: [cs_instruction] = []
    for instruction in program.instructions {
      guard let interleaved = interleaving.interleaved(instruction) else { return nil }
      instructions.append(interleaved)
    }
    self.instructions = instructions
    self.data = layout.slots.filter { data.contains($0.name) }
    self.scalars = layout.slots.filter { scalars.contains($0.name) }
    trained = layout.slots.filter { !data.contains($0.name) && !scalars.contains($0.name) }
    updateStart = plan.updateStart(of: program)
    lossOffset = loss.offset * lanes
    constants = interleaving.constants
    constantsOffset = plan.constantsOffset * lanes
    tables = interleaving.tables.bytes
    scratchBytes = program.scratchBytes
  }
}

/// Rewrites the instructions of one network.
private struct Interleaving {
  private let plan: Plan
  private let lanes: Int
  private let tablesOffset: Int
  private(set) var tables = ConstantPool()

  init(_ plan: Plan, lanes: Int, tablesOffset: Int) {
    self.plan = plan
    self.lanes = lanes
    self.tablesOffset = tablesOffset
  }

  /// Every number of the constants once for each lane.
  var constants: [UInt8] {
    let bytes = 64 / lanes
    var all: [UInt8] = []
    all.reserveCapacity(plan.constants.count * lanes)
    for start in stride(from: 0, to: plan.constants.count, by: bytes) {
      for _ in 0..<lanes { all.append(contentsOf: plan.constants[start..<(start + bytes)]) }
    }
    return all
  }

  /// The instruction for all lanes; nil if there is none.
  mutating func interleaved(_ one: cs_instruction) -> cs_instruction? {
    let width = Int64(lanes)
    var all = one
    (all.chunks, all.finish_chunks) = (1, 0)
    (all.out, all.a, all.b) = (one.out * width, one.a * width, one.b * width)
    switch one.opcode {
    case .elementwise:
      all.n0 = one.n0 * width
      all.table = elementwiseTable(one)
    case .gemm where one.detail == 0: all.opcode = .interleavedGemm
    case .matrixVector: all.opcode = .interleavedMatrixVector
    case .reduceSum where one.n2 == 1: all.opcode = .interleavedSum
    // Every column is a chain of its own, the lanes of a column are columns.
    case .reduceSum: all.n2 = one.n2 * width
    case .copyStrided where one.n0 < 6:
      all.n0 = one.n0 + 1
      all.n1 = one.n1 * width
      all.table = copyTable(one)
    case .fill: all.n0 = one.n0 * width
    default: return nil
    }
    return all
  }

  private mutating func elementwiseTable(_ one: cs_instruction) -> Int64 {
    let width = Int64(lanes)
    let parts = plan.elementwiseTable(of: one)
    let start = tables.reserve(
      parts.inputs.count * MemoryLayout<cs_input>.stride + parts.operations.count * MemoryLayout<cs_operation>.stride
        + parts.outputs.count * MemoryLayout<cs_output>.stride)
    var next = start
    for var input in parts.inputs {
      let isWhole = input.inner == 1 && input.mid == one.n0 && one.n0 > 1
      input.offset *= width
      if isWhole { input.mid *= width } else { input.width = width }
      tables.write(input, after: &next)
    }
    for operation in parts.operations { tables.write(operation, after: &next) }
    for var output in parts.outputs {
      output.offset *= width
      tables.write(output, after: &next)
    }
    return Int64(tablesOffset + start)
  }

  private mutating func copyTable(_ one: cs_instruction) -> Int64 {
    let width = Int64(lanes)
    let rank = Int(one.n0)
    var copy = plan.copyTable(of: one)
    withUnsafeMutableBytes(of: &copy) { bytes in
      let numbers = bytes.bindMemory(to: Int64.self)
      // Sizes, then the strides of the source, then those of the destination, six of each.
      for axis in 0..<rank {
        numbers[6 + axis] *= width
        numbers[12 + axis] *= width
      }
      (numbers[rank], numbers[6 + rank], numbers[12 + rank]) = (width, 1, 1)
    }
    let start = tables.reserve(MemoryLayout<cs_copy>.stride)
    tables.write(copy, at: start)
    return Int64(tablesOffset + start)
  }
}
