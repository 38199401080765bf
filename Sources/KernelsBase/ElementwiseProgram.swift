// Binding of an elementwise instruction's micro-program to memory, once for each chunk.
//
// Every value of the program (an input, an operation's result, a constant) becomes a *slot*: an address that either
// moves on with the tile (arena memory) or stays (a tile buffer in scratch, or one vector of a value that is the same
// everywhere). Operations on such uniform values alone are computed here, at binding, and are gone from the loop. An
// operation that makes an output writes it straight to its place when nothing later reads what lies there.

import CPUFeatures

/// A value of the program.
struct Slot {
  var base: UnsafeMutableRawPointer
  /// Bytes between vectors: 64, or 0 for a uniform value.
  var step: Int
  /// 1 if `base` moves on with the tile, else 0.
  var moves: Int
}

/// An operation bound to slots.
struct BoundOperation {
  var micro: cs_micro
  var to: Int32
  var a: Int32
  var b: Int32
  var c: Int32
}

/// The micro-program of one instruction and the tables that binding fills, all in scratch memory.
struct ElementwiseProgram {
  let count: Int
  let inputCount: Int
  let operationCount: Int
  let outputCount: Int
  let inputs: UnsafePointer<cs_input>
  let operations: UnsafePointer<cs_operation>
  let outputs: UnsafePointer<cs_output>
  let arena: UnsafeMutableRawPointer

  /// Current slot of each register.
  let registers: UnsafeMutablePointer<Int32>
  let slots: UnsafeMutablePointer<Slot>
  let bound: UnsafeMutablePointer<BoundOperation>
  /// Vectors of uniform values, then tile buffers.
  let uniforms: UnsafeMutableRawPointer
  let tiles: UnsafeMutableRawPointer
  /// Vectors in one tile buffer.
  let tileVectors: Int

  var slotCount = 0
  var boundCount = 0
  var uniformCount = 0

  /// Scratch bytes before the tile buffers.
  private static let tablesBytes = 112 << 10
  /// Bytes that the tile buffers of a program should stay within: most of a first-level cache.
  private static let tileBudget = 24 << 10

  init(_ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ scratch: UnsafeMutableRawPointer) {
    self.arena = arena
    count = Int(i.pointee.n0)
    inputCount = Int(i.pointee.n1)
    operationCount = Int(i.pointee.n2)
    outputCount = Int(i.pointee.n3)
    let table = arena + Int(i.pointee.table)
    inputs = UnsafePointer(table.assumingMemoryBound(to: cs_input.self))
    operations = UnsafeRawPointer(inputs + inputCount).assumingMemoryBound(to: cs_operation.self)
    outputs = UnsafeRawPointer(operations + operationCount).assumingMemoryBound(to: cs_output.self)
    registers = scratch.assumingMemoryBound(to: Int32.self)
    slots = (scratch + 1024).assumingMemoryBound(to: Slot.self)
    bound = (scratch + 32 << 10).assumingMemoryBound(to: BoundOperation.self)
    uniforms = scratch + 40 << 10
    tiles = scratch + Self.tablesBytes
    let buffers = max(1, Int(i.pointee.n4) &+ outputCount)
    tileVectors = max(8, min(64, Self.tileBudget / 64 / buffers))
  }
}

/// Whether the micro-operation has a second operand.
@inline(__always)
private func takesTwo(_ micro: cs_micro) -> Bool { micro.rawValue >= cs_micro.add.rawValue }

/// Whether the micro-operation has a third operand.
@inline(__always)
private func takesThree(_ micro: cs_micro) -> Bool { micro.rawValue == cs_micro.fma.rawValue }

extension ElementwiseProgram {
  /// The tile buffer of a register (or, beyond the registers, of an output). One spare vector lies behind each.
  @inline(__always)
  func tile(_ register: Int) -> UnsafeMutableRawPointer { tiles + register &* (tileVectors &+ 1) &* 64 }

  @inline(__always)
  mutating func add(_ slot: Slot) -> Int32 {
    slots[slotCount] = slot
    slotCount &+= 1
    return Int32(truncatingIfNeeded: slotCount &- 1)
  }

  /// Room for one vector of a uniform value.
  @inline(__always)
  mutating func addUniform() -> UnsafeMutableRawPointer {
    uniformCount &+= 1
    return uniforms + (uniformCount &- 1) &* 64
  }

  /// Whether input `n` is the whole of a tensor of the instruction's size.
  @inline(__always)
  func isFull(_ n: Int) -> Bool { inputs[n].inner == 1 && inputs[n].mid == Int64(count) && inputs[n].mid != 1 }

  /// The output that operation `j` may write straight into memory, or -1: its result is the output's last value, and
  /// no later operation or other output reads the input that lies there.
  @inline(__always)
  func directOutput(of j: Int) -> Int {
    let register = operations[j].destination
    var output = -1
    for o in 0..<outputCount where outputs[o].source == Int64(register) {
      output = o
      break
    }
    if output < 0 { return -1 }
    for later in (j &+ 1)..<operationCount {
      let operation = operations[later]
      if operation.destination == register || lies(operation.a, at: output) { return -1 }
      if takesTwo(operation.micro) && lies(operation.b, at: output) { return -1 }
      if takesThree(operation.micro) && lies(operation.c, at: output) { return -1 }
    }
    for o in 0..<outputCount where lies(Int32(truncatingIfNeeded: outputs[o].source), at: output) { return -1 }
    return output
  }

  /// Whether `register` is an input upon which the output lies.
  @inline(__always)
  private func lies(_ register: Int32, at output: Int) -> Bool {
    register >= 0 && register < inputCount && inputs[Int(register)].offset == outputs[output].offset
  }
}

extension Element where Self: Number, Lanes: Vector, Lanes.Scalar == Self {
  /// Binds the program for elements `start` … . `direct` lets operations write outputs where they belong; without it
  /// outputs stay in tile buffers.
  @inline(__always)
  static func bind(_ p: inout ElementwiseProgram, start: Int, direct: Bool) {
    p.slotCount = 0
    p.boundCount = 0
    p.uniformCount = 0
    for n in 0..<p.inputCount {
      let memory = p.arena + Int(p.inputs[n].offset)
      if p.inputs[n].mid == 1 {
        let vector = p.addUniform()
        store(Lanes(repeating: load(memory, Self.self)), vector)
        p.registers[n] = p.add(Slot(base: vector, step: 0, moves: 0))
      } else if p.isFull(n) {
        p.registers[n] = p.add(Slot(base: memory + start &* size, step: 64, moves: 1))
      } else {
        p.registers[n] = p.add(Slot(base: p.tile(n), step: 64, moves: 0))
      }
    }
    for j in 0..<p.operationCount { bindOperation(&p, j, start: start, direct: direct) }
    if direct { bindOutputs(&p, start: start) }
  }

  @inline(__always)
  private static func bindOperation(_ p: inout ElementwiseProgram, _ j: Int, start: Int, direct: Bool) {
    let operation = p.operations[j]
    let a = operand(&p, operation.a, operation.constant)
    let b = takesTwo(operation.micro) ? operand(&p, operation.b, operation.constant) : a
    let c = takesThree(operation.micro) ? operand(&p, operation.c, operation.constant) : a
    let register = Int(operation.destination)
    let step = p.slots[Int(a)].step | p.slots[Int(b)].step | p.slots[Int(c)].step
    if step == 0 {
      let vector = p.addUniform()
      micro(operation.micro, to: vector, p.stream(a, 0), p.stream(b, 0), p.stream(c, 0), vectors: 1)
      p.registers[register] = p.add(Slot(base: vector, step: 0, moves: 0))
      return
    }
    let output = direct ? p.directOutput(of: j) : -1
    let slot =
      output >= 0
      ? Slot(base: p.arena + Int(p.outputs[output].offset) + start &* size, step: 64, moves: 1)
      : Slot(base: p.tile(register), step: 64, moves: 0)
    let to = p.add(slot)
    p.bound[p.boundCount] = BoundOperation(micro: operation.micro, to: to, a: a, b: b, c: c)
    p.boundCount &+= 1
    p.registers[register] = to
  }

  /// The slot of an operand.
  @inline(__always)
  private static func operand(_ p: inout ElementwiseProgram, _ register: Int32, _ constant: Double) -> Int32 {
    if register >= 0 { return p.registers[Int(register)] }
    let vector = p.addUniform()
    store(Lanes(repeating: Self(constant)), vector)
    return p.add(Slot(base: vector, step: 0, moves: 0))
  }

  /// Copies the outputs that no operation writes in place.
  @inline(__always)
  private static func bindOutputs(_ p: inout ElementwiseProgram, start: Int) {
    for o in 0..<p.outputCount {
      let memory = p.arena + Int(p.outputs[o].offset) + start &* size
      let source = p.registers[Int(p.outputs[o].source)]
      if p.slots[Int(source)].base == memory && p.slots[Int(source)].moves == 1 { continue }
      let to = p.add(Slot(base: memory, step: 64, moves: 1))
      p.bound[p.boundCount] = BoundOperation(micro: .copy, to: to, a: source, b: source, c: source)
      p.boundCount &+= 1
    }
  }
}

extension ElementwiseProgram {
  /// The stream of a slot when the tile is `bytes` on from the start.
  @inline(__always)
  func stream(_ slot: Int32, _ bytes: Int) -> Stream {
    let s = slots[Int(slot)]
    return Stream(base: s.base + bytes &* s.moves, step: s.step)
  }
}
