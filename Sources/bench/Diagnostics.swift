import CPUFeatures
import Kernels
import Runtime

// Diagnostics without targets: single kernels, and the instructions of one update.

/// Seconds of a program on `threads` threads.
private func time(_ builder: ProgramBuilder, threads: Int) -> Double {
  let bench = BoundBench(builder, threads: threads)
  return alternate([Contender("", threads == 1 ? .thread : .wall) { bench.run() }], repetitions: 15)[0] ?? .nan
}

/// `value` with `digits` decimals, right-aligned in `width` columns.
private func column(_ value: Double, _ digits: Int, _ width: Int) -> String {
  let text = Figure.fixed(value, digits)
  return String(repeating: " ", count: max(0, width - text.utf8.count)) + text
}

/// `text` in `width` columns.
private func column(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}

/// Layers of MNIST networks at batch 128: forward and both adjoints.
func printLayers(_ setting: Setting) {
  print("layers at batch 128: ms and GFLOP/s on one thread, on all")
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
      printLayer("\(name) \(part)", builder, operations: w.operations, setting)
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
      printLayer("dense \(inputs)→\(units) \(part)", builder, operations: 2 * 128 * units * inputs, setting)
    }
  }
}

private func printLayer(_ name: String, _ builder: ProgramBuilder, operations: Int, _ setting: Setting) {
  var line = column(name, 40)
  for threads in setting.threadCounts {
    let time = time(builder, threads: threads)
    line += column(time * 1e3, 3, 10) + " ms" + column(Double(operations) / time / 1e9, 0, 6)
  }
  print(line)
}

/// Elementwise and reduction rates by size of the tensor.
func printRates() {
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

/// The time of each instruction of a spec's update, run over and over by itself and once in each of many updates, and of the whole. What an
/// instruction takes longer in an update is waiting for memory that it holds in the caches when it is by itself.
func printBreakdown(_ setting: Setting) {
  guard let path = setting.options.spec else {
    print("breakdown: name a spec with --spec")
    return
  }
  let spec = ReadSpec(path, setting.options.overrides)
  guard let program = spec.programs.plan.programs.first(where: { $0.name.hasPrefix("train ") }) else { return }
  let lines = program.text.split(separator: "\n")
  for threads in setting.threadCounts {
    let bench = ProgramBench(spec.programs.plan, threads: threads)
    print("\(program.name), \(threads) threads: median µs of each instruction, by itself and in an update")
    let alone = program.instructions.map { bench.seconds([$0]) }
    let inUpdate = bench.secondsInUpdate(program.instructions)
    for number in alone.indices {
      print(column(alone[number] * 1e6, 3, 12), column(inUpdate[number] * 1e6, 3, 12), lines[number].prefix(150))
    }
    print(column(alone.reduce(0, +) * 1e6, 3, 12), column(inUpdate.reduce(0, +) * 1e6, 3, 12), "sum")
    print(column(bench.seconds(program.instructions) * 1e6, 3, 12), "whole")
  }
}

/// Instructions of a plan on an arena of zeros.
private final class ProgramBench {
  private let machine: Machine
  private let arena: Arena
  private var memory = BoundPrograms()

  init(_ plan: Plan, threads: Int) {
    machine = Machine(threads: threads, scratchBytes: plan.scratchBytes)
    arena = Arena(byteCount: plan.arenaBytes)
    arena.write(plan.constants, at: plan.constantsOffset)
  }

  func seconds(_ instructions: [cs_instruction]) -> Double {
    let bound = memory.bind(instructions[...], on: machine, in: arena)
    let contender = Contender("", machine.threads == 1 ? .thread : .wall, slice: 0.003) {
      self.machine.run(bound, in: self.arena)
    }
    return alternate([contender], repetitions: 9)[0] ?? .nan
  }

  /// The middle of what each instruction takes in 21 rounds of all, after two that do not count.
  func secondsInUpdate(_ instructions: [cs_instruction]) -> [Double] {
    let clock = machine.threads == 1 ? Clock.thread : .wall
    let bound = instructions.map { memory.bind([$0][...], on: machine, in: arena) }
    var times = instructions.map { _ in [Double]() }
    for round in -2..<21 {
      for (number, one) in bound.enumerated() {
        let start = clock.seconds
        machine.run(one, in: arena)
        if round >= 0 { times[number].append(clock.seconds - start) }
      }
    }
    return times.map { median($0) ?? .nan }
  }
}
