import CPUFeatures
import Kernels

/// A tensor in the bench's arena.
struct Place {
  var offset: Int64
  var count: Int
}

/// Writes programs without a planner: every tensor has its own place.
struct ProgramBuilder {
  let type: cs_type
  private(set) var program: [cs_instruction] = []
  private(set) var names: [String] = []
  private(set) var tables: [(offset: Int64, bytes: [UInt8])] = []
  private(set) var byteCount: Int64 = 0
  private(set) var scratchBytes = Machine.usualScratchBytes

  init(_ type: cs_type = .float32) { self.type = type }

  private var size: Int { cs_type_bytes(type) }

  mutating func reserve(bytes: Int) -> Int64 {
    let offset = byteCount
    byteCount += Int64((bytes + 63) / 64 * 64)
    return offset
  }

  mutating func tensor(_ count: Int) -> Place { Place(offset: reserve(bytes: count * size), count: count) }

  mutating func add(_ name: String, _ opcode: cs_opcode, _ fill: (inout cs_instruction) -> Void) {
    var i = cs_instruction()
    i.opcode = opcode
    i.type = type
    fill(&i)
    let cut = cut(i)
    i.chunks = cut.chunks
    i.finish_chunks = cut.finishChunks
    if cut.workspaceBytes > 0 { i.workspace = reserve(bytes: cut.workspaceBytes) }
    scratchBytes = max(scratchBytes, cut.scratchBytes)
    program.append(i)
    names.append(name)
  }

  mutating func gemm(
    _ name: String, _ a: Place, _ b: Place, m: Int, n: Int, k: Int, transposesA: Bool = false,
    transposesB: Bool = false
  ) -> Place {
    let out = tensor(m * n)
    add(name, .gemm) {
      ($0.a, $0.b, $0.out) = (a.offset, b.offset, out.offset)
      ($0.n0, $0.n1, $0.n2, $0.n3) = (Int64(m), Int64(n), Int64(k), 1)
      ($0.n4, $0.n5) = (transposesA ? 1 : 0, transposesB ? 1 : 0)
      ($0.n6, $0.n7, $0.n8) = (Int64(transposesA ? m : k), Int64(transposesB ? k : n), Int64(n))
    }
    return out
  }

  mutating func window(_ name: String, _ opcode: cs_opcode, _ a: Place, _ b: Place, _ w: BenchWindow) -> Place {
    let count =
      switch opcode {
      case .conv2dInputAdjoint, .poolScatter: w.inputCount
      case .conv2dWeightAdjoint: w.weightCount
      default: w.outputCount
      }
    let out = tensor(count)
    add(name, opcode) {
      ($0.a, $0.b, $0.out) = (a.offset, b.offset, out.offset)
      ($0.n0, $0.n1, $0.n2, $0.n3) = (Int64(w.images), Int64(w.channels), Int64(w.height), Int64(w.width))
      ($0.n4, $0.n5, $0.n6) = (Int64(w.outChannels), Int64(w.kernel), Int64(w.kernel))
      ($0.n7, $0.n8, $0.n9, $0.n10) = (Int64(w.stride), Int64(w.stride), Int64(w.padding), Int64(w.padding))
      ($0.n11, $0.n12) = (Int64(w.outHeight), Int64(w.outWidth))
    }
    return out
  }

  mutating func reduce(_ name: String, _ opcode: cs_opcode, _ a: Place, _ outer: Int, _ length: Int, _ inner: Int)
    -> Place
  {
    let out = tensor(opcode == .argmaxMask ? outer * length * inner : outer * inner)
    add(name, opcode) {
      ($0.a, $0.out) = (a.offset, out.offset)
      ($0.n0, $0.n1, $0.n2) = (Int64(outer), Int64(length), Int64(inner))
    }
    return out
  }

  /// An elementwise instruction of `count` elements.
  mutating func elementwise(_ name: String, count: Int, _ body: BenchMicroProgram) {
    let bytes = body.bytes
    let table = reserve(bytes: bytes.count)
    tables.append((table, bytes))
    add(name, .elementwise) {
      $0.table = table
      ($0.n0, $0.n1) = (Int64(count), Int64(body.inputs.count))
      ($0.n2, $0.n3) = (Int64(body.operations.count), Int64(body.outputs.count))
      ($0.n4, $0.n5) = (Int64(body.registers), Int64(body.weight))
    }
  }

  /// The arena with every table in place and harmless numbers elsewhere.
  func makeArena() -> Arena {
    let arena = Arena(byteCount: Int(byteCount))
    for n in 0..<(Int(byteCount) / size) {
      let value = Double((n &* 7919) % 1009) / 1009 - 0.5
      if type == .float32 {
        (arena.base + n * 4).storeBytes(of: Float(value), as: Float.self)
      } else {
        (arena.base + n * 8).storeBytes(of: value, as: Double.self)
      }
    }
    for table in tables { arena.write(table.bytes, at: Int(table.offset)) }
    return arena
  }
}

/// A square window over images.
struct BenchWindow {
  var images, channels, height, width, outChannels, kernel: Int
  var stride = 1
  var padding = 0

  var outHeight: Int { (height + 2 * padding - kernel) / stride + 1 }
  var outWidth: Int { (width + 2 * padding - kernel) / stride + 1 }
  var inputCount: Int { images * channels * height * width }
  var outputCount: Int { images * outChannels * outHeight * outWidth }
  var weightCount: Int { outChannels * channels * kernel * kernel }
  var operations: Int { 2 * outputCount * channels * kernel * kernel }
}

/// A micro-program in the making.
struct BenchMicroProgram {
  private(set) var inputs: [cs_input] = []
  private(set) var operations: [cs_operation] = []
  private(set) var outputs: [cs_output] = []
  private(set) var registers: Int32 = 0
  private(set) var weight = 0

  mutating func input(_ place: Place, inner: Int = 1, mid: Int? = nil) -> Int32 {
    inputs.append(cs_input(offset: place.offset, inner: Int64(inner), mid: Int64(mid ?? place.count), width: 1))
    registers += 1
    return registers - 1
  }

  mutating func apply(_ micro: cs_micro, _ a: Int32, _ b: Int32 = 0, constant: Double = 0) -> Int32 {
    operations.append(
      cs_operation(micro: micro, destination: registers, a: a, b: b, c: 0, detail: 0, constant: constant))
    weight += micro == .exp || micro == .tanh ? 8 : micro == .div || micro == .sqrt ? 2 : 1
    registers += 1
    return registers - 1
  }

  mutating func output(_ register: Int32, _ place: Place) {
    outputs.append(cs_output(offset: place.offset, source: Int64(register)))
  }

  var bytes: [UInt8] {
    inputs.withUnsafeBytes { Array($0) } + operations.withUnsafeBytes { Array($0) }
      + outputs.withUnsafeBytes { Array($0) }
  }
}
