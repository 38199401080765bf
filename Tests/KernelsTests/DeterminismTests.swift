import CPUFeatures
import Kernels
import Testing

struct DeterminismTests {
  /// One instruction of every opcode, large enough to be cut.
  private static func samples<T: TestNumber>(_ type: T.Type) -> [Sample<T>] {
    var numbers = Numbers(1)
    let window = Window(
      images: 6, channels: 3, height: 12, width: 13, outChannels: 10, kernel: (3, 3), padding: (1, 1, 1, 1))
    let pool = Window(images: 6, channels: 5, height: 12, width: 14, kernel: (2, 2), stride: (2, 2))
    let outputs = 6 * 5 * 6 * 7
    let count = 20_011
    var program = MicroProgram<T>(count: count)
    let x = program.input(numbers.list(T.self, count))
    let b = program.input(numbers.list(T.self, 37), inner: 11, mid: 37)
    let y = program.apply(.tanh, program.apply(.add, x, b))
    program.output(program.apply(.div, y, CS_CONSTANT, constant: 3))
    program.output(y, upon: 0)
    let choices = 6 * 10 * 6 * 6
    return convolutionSamples(T.self, window)
      + pooledConvolutionSamples(
        window, x: numbers.list(T.self, window.inputCount), w: numbers.list(T.self, window.weightCount),
        bias: numbers.list(T.self, 10), relu: true, g: numbers.list(T.self, choices))
      + poolingSamples(
        pool, x: numbers.list(T.self, pool.inputCount), at: numbers.wild(T.self, pool.inputCount),
        g: numbers.list(T.self, outputs))
      + rowSamples(T.self, rows: 40, width: 33, numbers: (0..<90).map { Int32($0 * 7 % 40) })
      + [
        gemmSample(T.self, m: 70, n: 150, k: 600, transposesB: true),
        gemmUpdateSample(T.self, m: 70, n: 150, k: 600, transposesB: true),
        program.sample("fused tanh"),
        sumSample(numbers.list(T.self, 3 * 20_000), 3, 20_000, 1),
        sumSample(numbers.list(T.self, 40 * 300 * 7), 40, 300, 7),
        maskSample(numbers.list(T.self, 50 * 10), 50, 10, 1),
        reduceSample(.reduceMax, numbers.list(T.self, 50 * 10), 50, 10, 1) { [$0.max()!] },
        copySample(
          T.self, [Axis(size: 64, source: 1, destination: 50), Axis(size: 50, source: 64, destination: 1)],
          sourceCount: 3200,
          outCount: 3200),
        fillSample(T.self, 5000, 0.3),
      ]
  }

  @Test func `every opcode is among the samples`() {
    let opcodes = Self.samples(Float.self).map(\.instruction.opcode.rawValue)
    // MatrixVectorTests are of the same kind; sheets and slabs are tested with the planner, which writes their tables.
    let opcodesOfTiles = [cs_opcode.matrixVector, .sheet, .slabs].map(\.rawValue)
    #expect(Set(opcodes) == Set(0...cs_opcode.slabs.rawValue).subtracting(opcodesOfTiles))
  }

  @Test(arguments: [1, 2, 3, 7])
  func `results are the same bits on every instruction set and number of threads`(threads: Int) {
    func check<T: TestNumber>(_ samples: [Sample<T>], _ machine: borrowing Machine) {
      for sample in samples {
        for (chunks, finish) in [(sample.instruction.chunks, sample.instruction.finish_chunks), (13, 5)]
          as [(Int32, Int32)]
        {
          let fault = sample.fault(in: sample.run(machine, chunks: chunks, finish: finish))
          #expect(fault == nil, "\(sample.name) \(T.self) on \(machine.instructionSet), \(threads) threads")
        }
        let fault = sample.fault(in: sample.runBound(machine))
        #expect(fault == nil, "\(sample.name) \(T.self) on \(machine.instructionSet), \(threads) threads, bound")
      }
    }
    let floats = Self.samples(Float.self)
    let doubles = Self.samples(Double.self)
    for set in InstructionSet.available {
      let machine = Machine(instructionSet: set, threads: threads)
      for _ in 0..<3 {
        check(floats, machine)
        check(doubles, machine)
      }
    }
  }

  @Test func `a check notices a wrong bit and a stray write`() {
    var sample = fillSample(Float.self, 100, 1)
    sample.instruction.s0 = 1.0000001192092896
    #expect(sample.fault(in: sample.run(Machine(threads: 1), chunks: 1, finish: 0)) != nil)
    sample = fillSample(Float.self, 100, 1)
    sample.instruction.n0 = 101
    #expect(sample.fault(in: sample.run(Machine(threads: 1), chunks: 1, finish: 0)) != nil)
  }
}
