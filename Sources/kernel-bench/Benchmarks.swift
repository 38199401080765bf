import CPUFeatures
import Kernels

/// Seconds of one instruction (with its finish) on `threads` threads.
func time(_ builder: ProgramBuilder, threads: Int, set: InstructionSet = .best) -> Double {
  let machine = Machine(instructionSet: set, threads: threads, scratchBytes: builder.scratchBytes)
  let arena = builder.makeArena()
  return best(threads == 1 ? .thread : .wall) { machine.run(builder.program, in: arena) }
}

/// Square products, both types, every instruction set, against the peak loop measured just before each row.
func benchmarkProducts() {
  print("gemm, GFLOP/s and share of the peak loop (1 thread, 2 threads)")
  let rows: [(InstructionSet, cs_type, [Int])] = [
    (.avx512, .float32, [64, 96, 128, 200, 256, 384, 512, 768, 1024]),
    (.avx512, .float64, [64, 128, 256, 512, 1024]),
    (.avx2, .float32, [128, 256, 512, 1024]), (.avx2, .float64, [256, 512]),
  ]
  for (set, type, sizes) in rows where set.isAvailable {
    for n in sizes {
      for (a, b) in [(false, false), (false, true), (true, false)] {
        var builder = ProgramBuilder(type)
        let (x, y) = (builder.tensor(n * n), builder.tensor(n * n))
        _ = builder.gemm("gemm", x, y, m: n, n: n, k: n, transposesA: a, transposesB: b)
        let limit = peak(set, float64: type == .float64)
        let rates = [1, 2].map { Double(2 * n * n * n) / time(builder, threads: $0, set: set) / 1e9 }
        print(
          column("\(set) \(type == .float32 ? "f32" : "f64") \(n) \(a ? "T" : "N")\(b ? "T" : "N")", 24),
          column(rates[0], 0, 6), column(100 * rates[0] / limit, 0, 4) + " %", column(rates[1], 0, 7),
          " peak", column(limit, 0, 4))
      }
    }
  }
}

/// Layers of MNIST networks at batch 128: forward and both adjoints.
func benchmarkLayers() {
  print("layers at batch 128: ms and GFLOP/s on 1 thread, on 2 threads")
  let windows: [(String, BenchWindow)] = [
    ("conv 1→32 5×5 28×28", BenchWindow(images: 128, channels: 1, height: 28, width: 28, outChannels: 32, kernel: 5)),
    (
      "conv 1→32 3×3 pad 1 28×28",
      BenchWindow(images: 128, channels: 1, height: 28, width: 28, outChannels: 32, kernel: 3, padding: 1)
    ),
    (
      "conv 32→64 3×3 pad 1 14×14",
      BenchWindow(images: 128, channels: 32, height: 14, width: 14, outChannels: 64, kernel: 3, padding: 1)
    ),
  ]
  for (name, w) in windows {
    for (part, opcode) in [
      ("forward", cs_opcode.conv2d), ("input", .conv2dInputAdjoint), ("weights", .conv2dWeightAdjoint),
    ] {
      var builder = ProgramBuilder()
      let (x, g, k) = (builder.tensor(w.inputCount), builder.tensor(w.outputCount), builder.tensor(w.weightCount))
      switch opcode {
      case .conv2d: _ = builder.window(part, opcode, x, k, w)
      case .conv2dInputAdjoint: _ = builder.window(part, opcode, g, k, w)
      default: _ = builder.window(part, opcode, g, x, w)
      }
      report("\(name) \(part)", builder, operations: w.operations)
    }
  }
  for (units, inputs) in [(128, 3136), (10, 128)] {
    for part in ["forward", "input", "weights"] {
      var builder = ProgramBuilder()
      let (x, w, g) = (builder.tensor(128 * inputs), builder.tensor(units * inputs), builder.tensor(128 * units))
      switch part {
      case "forward": _ = builder.gemm(part, x, w, m: 128, n: units, k: inputs, transposesB: true)
      case "input": _ = builder.gemm(part, g, w, m: 128, n: inputs, k: units)
      default: _ = builder.gemm(part, g, x, m: units, n: inputs, k: 128, transposesA: true)
      }
      report("dense \(inputs)→\(units) \(part)", builder, operations: 2 * 128 * units * inputs)
    }
  }
}

private func report(_ name: String, _ builder: ProgramBuilder, operations: Int) {
  var line = column(name, 40)
  for threads in [1, 2] {
    let time = time(builder, threads: threads)
    line += column(time * 1e3, 3, 10) + " ms" + column(Double(operations) / time / 1e9, 0, 6)
  }
  print(line)
}

/// Elementwise and reduction rates by size of the tensor.
func benchmarkRates() {
  print("elements/ns on 1 thread, by size")
  let sizes = [64, 1024, 16_384, 262_144, 4_194_304]
  print(column("", 24), sizes.map { column(Double($0), 0, 9) }.joined())
  let programs: [(String, (inout BenchMicroProgram, Int32, Int32) -> Int32)] = [
    ("relu(x + y)", { p, x, y in p.apply(.relu, p.apply(.add, x, y)) }),
    ("tanh(x + y)", { p, x, y in p.apply(.tanh, p.apply(.add, x, y)) }),
    ("exp", { p, x, _ in p.apply(.exp, x) }),
    (
      "six operations",
      { p, x, y in
        var r = p.apply(.add, x, y)
        for _ in 0..<5 { r = p.apply(.mul, r, y) }
        return r
      }
    ),
  ]
  for (name, body) in programs {
    var line = column(name, 24)
    for size in sizes {
      var builder = ProgramBuilder()
      let (x, y, out) = (builder.tensor(size), builder.tensor(size), builder.tensor(size))
      var p = BenchMicroProgram()
      let (a, b) = (p.input(x), p.input(y))
      p.output(body(&p, a, b), out)
      builder.elementwise(name, count: size, p)
      line += column(Double(size) / time(builder, threads: 1) / 1e9, 2, 9)
    }
    print(line)
  }
  for (name, inner) in [("sum of a row", 1), ("sum of 128 columns", 128)] {
    var line = column(name, 24)
    for size in sizes {
      var builder = ProgramBuilder()
      let x = builder.tensor(size)
      _ = builder.reduce(name, .reduceSum, x, 1, size / inner, inner)
      line += column(Double(size) / time(builder, threads: 1) / 1e9, 2, 9)
    }
    print(line)
  }
}

/// The whole step, and where its time goes on one thread.
func benchmarkStep() {
  let step = TrainingStep(batch: 128)
  let arena = step.builder.makeArena()
  let single = Machine(threads: 1, scratchBytes: step.builder.scratchBytes)
  print("training step of the standard MNIST network, batch 128, \(step.builder.program.count) instructions")
  var sum = 0.0
  for (n, instruction) in step.builder.program.enumerated() {
    let time = best { single.run([instruction], in: arena) }
    sum += time
    print(column("  " + step.builder.names[n], 28), column(time * 1e3, 3, 9), "ms ", instruction.chunks, "chunks")
  }
  print("  sum", column(sum * 1e3, 2, 6), "ms")
  for threads in [1, 2] {
    let machine = Machine(threads: threads, scratchBytes: step.builder.scratchBytes)
    let time = best(threads == 1 ? .thread : .wall, tries: 30, slice: 0.02) {
      machine.run(step.builder.program, in: arena)
    }
    print("  whole step, \(threads) threads:", column(time * 1e3, 2, 6), "ms")
  }
}

/// The interpreter: 300 small elementwise instructions.
func benchmarkInterpreter() {
  for (name, count) in [("16", 16), ("50", 50), ("4", 4), ("1", 1), ("500", 500)] {
    for operations in [1, 3] {
      var builder = ProgramBuilder()
      let y = builder.tensor(count)
      var places = (0..<8).map { _ in builder.tensor(count) }
      for n in 0..<300 {
        var p = BenchMicroProgram()
        let a = p.input(places[n % 8])
        let b = p.input(y)
        var r = p.apply(.add, a, b)
        for _ in 1..<operations { r = p.apply(.mul, r, CS_CONSTANT, constant: 0.5) }
        p.output(r, places[(n + 3) % 8])
        builder.elementwise("i", count: count, p)
      }
      places = []
      let machine = Machine(threads: 1)
      let arena = builder.makeArena()
      var memory = BoundPrograms()
      let bound = memory.bind(builder.program[...], on: machine, in: arena)
      let old = best { machine.run(builder.program, in: arena) }
      let new = best { machine.run(bound, in: arena) }
      print(name, operations, "operations:", column(old / 300 * 1e9, 2, 8), "ns unbound,", column(new / 300 * 1e9, 2, 8), "ns bound")
    }
  }
}
