import CPUFeatures
import Kernels

/// Programs of 300 small elementwise instructions: what an instruction costs beyond its arithmetic, which is a vector or less.
func addInterpreter(to report: inout Report, _ setting: Setting) {
  for count in [16, 50] {
    var builder = ProgramBuilder()
    let other = builder.tensor(count)
    let places = (0..<8).map { _ in builder.tensor(count) }
    for number in 0..<300 {
      var program = BenchMicroProgram()
      let sum = program.apply(.add, program.input(places[number % 8]), program.input(other))
      program.output(sum, places[(number + 3) % 8])
      builder.elementwise("add", count: count, program)
    }
    let bound = BoundBench(builder, threads: 1)
    let times = alternate([Contender("bound", .thread) { bound.run() }], repetitions: 15)
    let seconds = (times[0] ?? .nan) / 300
    let row = Row(
      group: Group.interpreter.rawValue, work: "300 instructions x + y of \(count) float32, each", threads: 1,
      ours: Figure(seconds, .seconds), target: count == 16 ? Target(text: "≤ 5 ns, work included", isMet: seconds <= 5e-9) : nil)
    report.add(row)
  }
  let smallest = SpecTraining("smallest.yaml", [], setting, threads: 1)
  let times = alternate([smallest.contender], repetitions: setting.options.repetitions)
  report.add(
    Row(
      group: Group.interpreter.rawValue, work: "whole update of one weight on four samples", threads: 1,
      ours: Figure(times[0] ?? .nan, .seconds)))
}

/// A program built here, bound and ready. A class, so that a contender can hold it.
final class BoundBench {
  private let machine: Machine
  private let arena: Arena
  private let memory: BoundPrograms
  private let program: BoundProgram

  init(_ builder: ProgramBuilder, threads: Int, on set: InstructionSet = .best) {
    machine = Machine(instructionSet: set, threads: threads, scratchBytes: builder.scratchBytes)
    arena = builder.makeArena()
    var memory = BoundPrograms()
    program = memory.bind(builder.program[...], on: machine, in: arena)
    self.memory = memory
  }

  func run() { machine.run(program, in: arena) }
}
