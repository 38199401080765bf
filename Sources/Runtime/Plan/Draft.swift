import CPUFeatures
import TensorGraph

/// An instruction whose addresses are still names.
struct Draft {
  /// A place in memory: a location and bytes from its start.
  struct Reference: Hashable {
    let location: Storage.Location
    var bytes = 0
  }

  /// What stands in the instruction's table.
  enum Table {
    case elementwise(
      inputs: [(source: Reference, inner: Int, mid: Int)], [cs_operation], outputs: [(Reference, register: Int)])
    case copy(cs_copy)
    case sheet(SheetTable)
    case slabs([SlabPart])
    /// An elementwise instruction, and its table.
    indirect case instruction(cs_instruction, Table)

    /// Bytes, as laid out in cs_instruction.h.
    var bytes: Int {
      switch self {
      case .elementwise(let inputs, let operations, let outputs):
        inputs.count * MemoryLayout<cs_input>.stride + operations.count * MemoryLayout<cs_operation>.stride
          + outputs.count * MemoryLayout<cs_output>.stride
      case .copy: MemoryLayout<cs_copy>.stride
      case .sheet(let sheet): sheet.bytes
      case .slabs(let parts): parts.reduce(0) { $0 + $1.bytes }
      case .instruction(_, let table): MemoryLayout<cs_instruction>.stride + table.bytes
      }
    }
  }

  var instruction = cs_instruction()
  var out: Reference?
  var a: Reference?
  var b: Reference?
  /// What the instruction's `table` points at where that is no table.
  var second: Reference?
  var table: Table?
  /// Additions, multiplications and functions, each counted once.
  var operations = 0
  /// What the instruction does, for the text form.
  var text = ""

  init(_ opcode: cs_opcode, _ precision: Precision, vertex: Value) {
    instruction.opcode = opcode
    instruction.type = precision == .float32 ? .float32 : .float64
    instruction.chunks = 1
    instruction.vertex = Int32(vertex.index)
  }
}
