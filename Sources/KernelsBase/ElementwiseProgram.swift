// Binding of an elementwise instruction's micro-program to memory: once for each chunk that runs, or once for all when
// a program is made ready.
//
// Every value of the program (an input, an operation's result, a constant) gets an address that either moves on with
// the tile (arena memory) or stays (a tile buffer in scratch, or one vector of a value that is the same everywhere).
// Operations on such uniform values alone run once, ahead of the tiles. An operation that makes an output writes it
// straight to its place when nothing later reads what lies there.

import CPUFeatures

/// Where a value of the program lies.
struct Slot {
  var base: UnsafeMutableRawPointer
  /// Bytes between vectors: 64, or 0 for a uniform value.
  var step: UInt8
  /// -1 if `base` moves on with the tile, else 0.
  var moves: Int8
  /// Bytes between rows of a value that is read row by row; -1 of any other.
  var row: Int = -1
}

/// The micro-program of one instruction, and the operations that binding writes.
struct ElementwiseProgram {
  let count: Int
  let inputCount: Int
  let operationCount: Int
  let outputCount: Int
  let registerCount: Int
  let inputs: UnsafePointer<cs_input>
  let operations: UnsafePointer<cs_operation>
  let outputs: UnsafePointer<cs_output>
  let arena: UnsafeMutableRawPointer

  /// Current slot of each register, in scratch.
  private let registers: UnsafeMutablePointer<Slot>
  /// Operations that run once, and those of every tile.
  let once: UnsafeMutablePointer<cs_bound>
  let repeated: UnsafeMutablePointer<cs_bound>
  var onceCount = 0
  var repeatedCount = 0
  /// Vectors of uniform values.
  private let uniforms: UnsafeMutableRawPointer
  private var uniformCount = 0
  /// Tile buffers, in scratch.
  private let tiles: UnsafeMutableRawPointer
  /// Vectors in one tile buffer.
  let tileVectors: Int
  /// Vectors of a row, where operands are read row by row; else 0.
  private var rowVectors: Int

  /// Bytes of an element.
  private let elementBytes: Int
  /// The elements bound, and their bytes from an operand's start.
  private var start = 0
  private var length = 0
  private var startBytes = 0
  private var vectors: Int32 = 0
  /// Whether the elements fill whole vectors.
  private var isWhole = true

  /// Scratch bytes before the operations of every tile, the uniform values, the tile buffers.
  private static let repeatedAt = 26 << 10
  private static let uniformsAt = 56 << 10
  private static let tilesAt = 112 << 10
  /// Bytes that the tile buffers of a program should stay within: most of a first-level cache.
  private static let tileBudget = 24 << 10

  /// - Parameters:
  ///   - once, uniforms: memory that outlives the scratch's contents, for a program that is bound once and run often;
  ///     otherwise they lie in scratch.
  init(
    _ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ scratch: UnsafeMutableRawPointer,
    once: UnsafeMutablePointer<cs_bound>? = nil, uniforms: UnsafeMutableRawPointer? = nil
  ) {
    self.arena = arena
    count = Int(i.pointee.n0)
    inputCount = Int(i.pointee.n1)
    operationCount = Int(i.pointee.n2)
    outputCount = Int(i.pointee.n3)
    registerCount = max(Int(i.pointee.n4), inputCount)
    let table = arena + Int(i.pointee.table)
    inputs = UnsafePointer(table.assumingMemoryBound(to: cs_input.self))
    operations = UnsafeRawPointer(inputs + inputCount).assumingMemoryBound(to: cs_operation.self)
    outputs = UnsafeRawPointer(operations + operationCount).assumingMemoryBound(to: cs_output.self)
    registers = scratch.assumingMemoryBound(to: Slot.self)
    self.once = once ?? (scratch + 2 << 10).assumingMemoryBound(to: cs_bound.self)
    repeated = (scratch + Self.repeatedAt).assumingMemoryBound(to: cs_bound.self)
    self.uniforms = uniforms ?? scratch + Self.uniformsAt
    tiles = scratch + Self.tilesAt
    let buffers = max(1, registerCount &+ outputCount)
    let fitting = max(8, min(64, Self.tileBudget / 64 / buffers))
    elementBytes = cs_type_bytes(i.pointee.type)
    rowVectors = Self.rowVectors(i, inputs)
    tileVectors = rowVectors == 0 ? fitting : max(1, fitting / rowVectors) &* rowVectors
  }
}

extension cs_micro {
  /// Whether the micro-operation has a second operand.
  @inline(__always) var takesTwo: Bool { rawValue >= cs_micro.add.rawValue }
  /// Whether the micro-operation has a third operand.
  @inline(__always) var takesThree: Bool { rawValue == cs_micro.fma.rawValue }
}

extension ElementwiseProgram {
  /// The tile buffer of a register (or, beyond the registers, of an output). One spare vector lies behind each.
  @inline(__always)
  private func tile(_ register: Int) -> UnsafeMutableRawPointer { tiles + register &* (tileVectors &+ 1) &* 64 }

  /// Room for one vector of a uniform value.
  @inline(__always)
  private mutating func addUniform() -> Slot {
    uniformCount &+= 1
    return Slot(base: uniforms + (uniformCount &- 1) &* 64, step: 0, moves: 0)
  }

  /// Where the bound elements of a tensor of the instruction's size lie.
  @inline(__always)
  private func memory(_ offset: Int64) -> Slot { Slot(base: arena + Int(offset) + startBytes, step: 64, moves: -1) }

  @inline(__always)
  private mutating func runOnce(_ micro: cs_micro, to: Slot, _ a: Slot, _ b: Slot, _ c: Slot) {
    once[onceCount] = bound(micro, 1, to: to, a, b, c)
    onceCount &+= 1
  }

  @inline(__always)
  private mutating func run(_ micro: cs_micro, to: Slot, _ a: Slot, _ b: Slot, _ c: Slot) {
    repeated[repeatedCount] = bound(micro, vectors, to: to, a, b, c)
    repeatedCount &+= 1
  }

  @inline(__always)
  private func bound(_ micro: cs_micro, _ vectors: Int32, to: Slot, _ a: Slot, _ b: Slot, _ c: Slot) -> cs_bound {
    cs_bound(
      micro: micro, vectors: vectors, to_moves: to.moves, a_moves: a.moves, b_moves: b.moves, c_moves: c.moves,
      a_step: a.step, b_step: b.step, c_step: c.step, to: to.base, a: a.base, b: b.base, c: c.base, inner: 0,
      mid: 0, start: 0)
  }

  /// The output that operation `j` may write straight into memory, or -1: its result is the output's last value, and
  /// no later operation or other output reads the input that lies there.
  @inline(__always)
  private func directOutput(of j: Int) -> Int {
    let register = operations[j].destination
    var output = -1
    for o in 0..<outputCount where outputs[o].source == Int64(register) {
      output = o
      break
    }
    if output < 0 || !takesVectors(output) { return -1 }
    for later in (j &+ 1)..<operationCount {
      let operation = operations[later]
      if operation.destination == register || lies(operation.a, at: output) { return -1 }
      if operation.micro.takesTwo && lies(operation.b, at: output) { return -1 }
      if operation.micro.takesThree && lies(operation.c, at: output) { return -1 }
    }
    for o in 0..<outputCount where lies(Int32(truncatingIfNeeded: outputs[o].source), at: output) { return -1 }
    return output
  }

  /// Whether whole vectors may be written to an output: what lies behind its last element up to the next multiple of
  /// 64 bytes is free if it starts on one.
  @inline(__always)
  private func takesVectors(_ output: Int) -> Bool { isWhole || outputs[output].offset & 63 == 0 }

  /// Whether `register` is an input in memory upon which the output lies.
  @inline(__always)
  private func lies(_ register: Int32, at output: Int) -> Bool {
    register >= 0 && register < inputCount && inputs[Int(register)].mid != 1
      && inputs[Int(register)].offset == outputs[output].offset
  }

  /// Binds the program for `length` elements from `start` on.
  ///
  /// - Parameter splat: writes a constant, as an element of the type, into every lane of a vector.
  @inline(__always)
  mutating func bind(
    start: Int, length: Int, _ splat: (_ constant: Double, _ vector: UnsafeMutableRawPointer) -> Void
  ) {
    let lanes = 64 / elementBytes
    self.start = start
    self.length = length
    startBytes = start &* elementBytes
    isWhole = length % lanes == 0
    vectors = Int32(truncatingIfNeeded: min(tileVectors, (length &+ lanes &- 1) / lanes))
    // What a product hands over may begin or end within a row.
    if rowVectors > 0 && (start % (rowVectors &* lanes) != 0 || length % (rowVectors &* lanes) != 0) { rowVectors = 0 }
    if let (rows, columns) = outerProduct {
      bindOuterProduct(rows: rows, columns: columns)
      return
    }
    for n in 0..<inputCount { bindInput(n) }
    for j in 0..<operationCount { bindOperation(j, splat) }
    for o in 0..<outputCount { bindOutput(o) }
    markAdam()
  }

  @inline(__always)
  private mutating func bindOuterProduct(rows: Int, columns: Int) {
    let row = Slot(base: arena + Int(inputs[rows].offset), step: 0, moves: 0)
    let column = Slot(base: arena + Int(inputs[columns].offset), step: 0, moves: 0)
    runOnce(CS_OUTER, to: memory(outputs[0].offset), row, column, column)
    let last = once + (onceCount &- 1)
    last.pointee.inner = inputs[rows].inner
    last.pointee.mid = Int64(length)
    last.pointee.start = Int64(start)
  }

  @inline(__always)
  private mutating func bindInput(_ n: Int) {
    let input = inputs[n]
    let source = memory(input.offset)
    if input.mid == 1 {
      let vector = addUniform()
      let element = Slot(base: arena + Int(input.offset), step: 0, moves: 0)
      runOnce(input.width == 1 ? CS_SPLAT : .copy, to: vector, element, element, element)
      registers[n] = vector
    } else if !input.isBroadcast(over: count) {
      registers[n] = source
    } else if rowVectors > 0 && isReadByRows(n) {
      // A number, or a vector, for each row: tiles, and so chunks, consist of whole rows.
      let isOfRows = input.inner > 1
      let bytes = input.width == 1 ? elementBytes : 64
      let base = arena + Int(input.offset) + (isOfRows ? startBytes / 64 / rowVectors &* bytes : 0)
      registers[n] = Slot(base: base, step: isOfRows ? 0 : 64, moves: isOfRows ? -1 : 0, row: isOfRows ? bytes : 0)
    } else {
      let slot = Slot(base: tile(n), step: 64, moves: 0)
      let element = Slot(base: arena + Int(input.offset), step: 64, moves: 0)
      run(input.width == 1 ? CS_SPREAD : CS_REPEAT, to: slot, element, element, element)
      repeated[repeatedCount &- 1].inner = input.inner
      repeated[repeatedCount &- 1].mid = input.mid
      repeated[repeatedCount &- 1].start = Int64(start) / input.width
      registers[n] = slot
    }
  }

  @inline(__always)
  private mutating func bindOperation(_ j: Int, _ splat: (Double, UnsafeMutableRawPointer) -> Void) {
    let operation = operations[j]
    let (two, three) = (operation.micro.takesTwo, operation.micro.takesThree)
    var constant = Slot(base: uniforms, step: 0, moves: 0)
    if operation.a < 0 || (two && operation.b < 0) || (three && operation.c < 0) {
      constant = addUniform()
      splat(operation.constant, constant.base)
    }
    let a = operation.a < 0 ? constant : registers[Int(operation.a)]
    let b = !two ? a : operation.b < 0 ? constant : registers[Int(operation.b)]
    let c = !three ? a : operation.c < 0 ? constant : registers[Int(operation.c)]
    let register = Int(operation.destination)
    let isByRows = a.row >= 0 || b.row >= 0
    // A single element is as good as a vector: its result may go straight to its place.
    if a.step | b.step | c.step == 0 && count != 1 && !isByRows {
      let vector = addUniform()
      runOnce(operation.micro, to: vector, a, b, c)
      registers[register] = vector
      return
    }
    let output = directOutput(of: j)
    let slot = output >= 0 ? memory(outputs[output].offset) : Slot(base: tile(register), step: 64, moves: 0)
    run(operation.micro, to: slot, a, b, c)
    registers[register] = slot
    if isByRows {
      let last = repeated + (repeatedCount &- 1)
      last.pointee.micro = CS_ROWS
      last.pointee.c_step = UInt8(truncatingIfNeeded: operation.micro.rawValue)
      last.pointee.inner = Int64(rowVectors)
      last.pointee.mid = Int64(rowBytes(a))
      last.pointee.start = Int64(rowBytes(b))
    }
  }

  /// Bytes from the operand of a row to that of the next.
  @inline(__always)
  private func rowBytes(_ slot: Slot) -> Int { slot.row >= 0 ? slot.row : Int(slot.step) &* rowVectors }

  /// Copies an output that no operation writes in place.
  @inline(__always)
  private mutating func bindOutput(_ o: Int) {
    let to = memory(outputs[o].offset)
    var source = registers[Int(outputs[o].source)]
    if source.base == to.base && source.moves != 0 { return }
    if takesVectors(o) {
      run(.copy, to: to, source, source, source)
      return
    }
    if source.step == 0 {
      let tile = Slot(base: tile(registerCount &+ o), step: 64, moves: 0)
      run(.copy, to: tile, source, source, source)
      source = tile
    }
    run(CS_STORE, to: to, source, source, source)
    repeated[repeatedCount &- 1].mid = Int64(length)
  }
}
