import CPUFeatures
import Kernels

/// An elementwise instruction in the making: broadcast inputs, operations and outputs, and a naive interpreter of them.
struct MicroProgram<T: TestNumber> {
  /// A broadcast input: element i reads number i % width of the ones at (i / width / inner) % mid.
  struct Input {
    var values: [T]
    var inner: Int
    var mid: Int
    var width: Int

    func value(_ i: Int) -> T { values[i / width / inner % mid * width + i % width] }
  }

  let count: Int
  private(set) var inputs: [Input] = []
  private var operations: [cs_operation] = []
  /// Register of each output, and the input upon which it lies, if any.
  private var outputs: [(register: Int32, input: Int?)] = []
  private var registers: Int32 = 0

  init(count: Int) { self.count = count }

  /// All inputs must be added before the first operation.
  mutating func input(_ values: [T], inner: Int = 1, mid: Int? = nil, width: Int = 1) -> Int32 {
    inputs.append(Input(values: values, inner: inner, mid: mid ?? count, width: width))
    registers += 1
    return registers - 1
  }

  mutating func apply(_ micro: cs_micro, _ a: Int32, _ b: Int32 = 0, _ c: Int32 = 0, constant: Double = 0) -> Int32 {
    registers += 1
    put(registers - 1, micro, a, b, c, constant: constant)
    return registers - 1
  }

  /// Writes the result into a register that may hold something already.
  mutating func put(
    _ register: Int32, _ micro: cs_micro, _ a: Int32, _ b: Int32 = 0, _ c: Int32 = 0, constant: Double = 0
  ) {
    operations.append(
      cs_operation(micro: micro, destination: register, a: a, b: b, c: c, detail: 0, constant: constant))
  }

  mutating func output(_ register: Int32, upon input: Int? = nil) { outputs.append((register, input)) }

  /// The instruction with its memory. `f` gives the expected value of a micro-operation.
  func sample(_ name: String, _ f: (cs_micro, T, T, T) -> T = naiveMicro) -> Sample<T> {
    var sample = Sample<T>(name, .elementwise)
    var instruction = sample.instruction
    fill(&instruction, &sample, product: nil, f)
    sample.instruction = instruction
    sample.plan()
    return sample
  }

  /// The instruction as what reads a product: `sample` is a gemm, whose result is the values of input `product`.
  func update(of sample: Sample<T>, product: Int32) -> Sample<T> {
    var sample = sample
    var update = cs_instruction()
    (update.opcode, update.type, update.vertex, update.chunks) = (.elementwise, T.type, -1, 1)
    fill(&update, &sample, product: Int(product), naiveMicro)
    sample.instruction.opcode = .gemmUpdate
    sample.instruction.table = sample.place([update])
    sample.plan()
    return sample
  }

  private func fill(
    _ instruction: inout cs_instruction, _ sample: inout Sample<T>, product: Int?, _ f: (cs_micro, T, T, T) -> T
  ) {
    let results = interpret(f)
    let places = inputs.enumerated().map { n, input in
      n == product ? CS_PRODUCT : sample.place(input.values, shift: input.width == 1 ? 1 : 0)
    }
    var table: [Int64] = []
    for (n, input) in inputs.enumerated() { table += [places[n], Int64(input.inner), Int64(input.mid), Int64(input.width)] }
    var bytes = table.flatMap { value in withUnsafeBytes(of: value) { Array($0) } }
    for operation in operations { bytes += withUnsafeBytes(of: operation) { Array($0) } }
    for (n, output) in outputs.enumerated() {
      var offset: Int64
      if let input = output.input {
        offset = places[input]
        sample.expect(results[n], at: offset)
      } else {
        offset = sample.expect(results[n], shift: 1)
      }
      bytes += withUnsafeBytes(of: cs_output(offset: offset, source: Int64(output.register))) { Array($0) }
    }
    instruction.table = sample.place(bytes)
    (instruction.n0, instruction.n1) = (Int64(count), Int64(inputs.count))
    (instruction.n2, instruction.n3) = (Int64(operations.count), Int64(outputs.count))
    (instruction.n4, instruction.n5) = (Int64(registers), Int64(operations.count))
  }

  private func interpret(_ f: (cs_micro, T, T, T) -> T) -> [[T]] {
    var results = [[T]](repeating: [], count: outputs.count)
    for i in 0..<count {
      var values = [T](repeating: 0, count: Int(registers))
      for (n, input) in inputs.enumerated() { values[n] = input.value(i) }
      for o in operations {
        func operand(_ register: Int32) -> T { register < 0 ? T(o.constant) : values[Int(register)] }
        values[Int(o.destination)] = f(o.micro, operand(o.a), operand(o.b), operand(o.c))
      }
      for n in 0..<outputs.count { results[n].append(values[Int(outputs[n].register)]) }
    }
    return results
  }
}

/// The exact micro-operations, from their definitions in cs_instruction.h.
func naiveMicro<T: TestNumber>(_ micro: cs_micro, _ a: T, _ b: T, _ c: T) -> T {
  switch micro {
  case .copy: a
  case .negate: -a
  case .abs: a.magnitude
  case .sign: a > 0 ? 1 : a < 0 ? -1 : a
  case .step: a > 0 ? 1 : 0
  case .relu: a < 0 ? 0 : a
  case .sqrt: a.squareRoot()
  case .add: a + b
  case .sub: a - b
  case .mul: a * b
  case .div: a / b
  case .max: a > b || a != a ? a : b
  case .min: a < b || a != a ? a : b
  case .fma: c.addingProduct(a, b)
  default: naiveElementary(micro, a)
  }
}

/// The elementary functions, as arrays of them are computed.
func naiveElementary<T: TestNumber>(_ micro: cs_micro, _ a: T) -> T {
  let functions: [cs_micro: ElementaryFunction] = [
    .exp: .exp, .log: .log, .tanh: .tanh, .sigmoid: .sigmoid, .softplus: .softplus, .sin: .sin, .cos: .cos,
    .erf: .erf,
  ]
  let function = functions[micro]!
  if T.self == Float.self {
    var value = Float(a)
    withUnsafeMutablePointer(to: &value) { function.apply(UnsafePointer($0), $0, count: 1) }
    return T(value)
  }
  var value = Double(a)
  withUnsafeMutablePointer(to: &value) { function.apply(UnsafePointer($0), $0, count: 1) }
  return T(value)
}
