import GraphSamples
import Kernels
import Runtime
import TensorGraph

/// A plan carried out once: what its outputs and its resident tensors then hold.
struct PlannedRun {
  private(set) var outputs: [String: ReferenceTensor] = [:]
  private(set) var resident: [String: ReferenceTensor] = [:]

  init(
    _ request: ProgramRequest, _ precision: Precision, _ sources: [String: ReferenceTensor], threads: Int = 1,
    instructionSet: InstructionSet = .best, tiling: Tiling = .usual, isBound: Bool = true
  ) {
    let plan = Plan(request, precision, tiling: tiling)
    let layout = plan.layout
    let arena = Arena(byteCount: plan.arenaBytes)
    // What is not written must not matter: numbers that spoil everything they touch.
    arena.write([UInt8](repeating: 0xFF, count: plan.arenaBytes), at: 0)
    arena.write(plan.constants, at: plan.constantsOffset)
    for slot in layout.slots {
      guard let tensor = sources[slot.name] else { continue }
      switch (slot.element, precision) {
      case (.index, _): arena.write(tensor.values.map { Int32($0) }, at: slot.offset)
      case (.real, .float32): arena.write(tensor.values.map { Float($0) }, at: slot.offset)
      case (.real, .float64): arena.write(tensor.values, at: slot.offset)
      }
    }
    let machine = Machine(instructionSet: instructionSet, threads: threads, scratchBytes: plan.scratchBytes)
    if isBound {
      var memory = BoundPrograms()
      machine.run(memory.bind(plan.programs[0].instructions[...], on: machine, in: arena), in: arena)
    } else {
      machine.run(plan.programs[0].instructions, in: arena)
    }
    func read(_ offset: Int, _ shape: Shape) -> ReferenceTensor {
      precision == .float32
        ? ReferenceTensor(shape, arena.read(Float.self, at: offset, count: shape.count).map { Double($0) })
        : ReferenceTensor(shape, arena.read(Double.self, at: offset, count: shape.count))
    }
    for output in plan.programs[0].outputs { outputs[output.name] = read(output.offset, output.shape) }
    for slot in layout.slots where slot.element == .real { resident[slot.name] = read(slot.offset, slot.shape) }
  }
}

extension ReferenceTensor {
  /// The largest difference, relative to the largest element (at least 1).
  func distance(to other: ReferenceTensor) -> Double {
    guard shape == other.shape else { return .infinity }
    let scale = values.reduce(1) { max($0, abs($1)) }
    return zip(values, other.values).reduce(0) { worst, pair in
      pair.0 == pair.1 ? worst : (pair.0 - pair.1).isNaN ? .infinity : max(worst, abs(pair.0 - pair.1) / scale)
    }
  }
}

extension ProgramRequest {
  /// Random tensors for all sources of the graph: row numbers below 3 for index inputs.
  func randomSources(seed: UInt64, in range: ClosedRange<Double> = -1...1) -> [String: ReferenceTensor] {
    var draws = Draws(seed: seed)
    var sources: [String: ReferenceTensor] = [:]
    for vertex in graph.vertices {
      guard let name = vertex.operation.sourceName, sources[name] == nil else { continue }
      sources[name] =
        vertex.element == .index
        ? ReferenceTensor(vertex.shape, (0..<vertex.shape.count).map { _ in Double(draws.integer(in: 0...2)) })
        : draws.tensor(vertex.shape, in: range)
    }
    return sources
  }

  /// The name of the first output or update that the planned run computes otherwise than the reference; nil if none.
  func firstDifference(
    _ precision: Precision, _ sources: [String: ReferenceTensor], within tolerance: Double
  ) -> String? {
    let run = PlannedRun(self, precision, sources)
    let expected = graph.evaluate(outputs.map(\.value) + updates.map(\.value), sources)
    for (index, output) in outputs.enumerated() {
      guard let found = run.outputs[output.name] else { return "\(output.name) is missing" }
      let distance = expected[index].distance(to: found)
      if !(distance <= tolerance) { return "\(output.name): \(distance)" }
    }
    for (index, update) in updates.enumerated() {
      guard let found = run.resident[update.slot] else { return "\(update.slot) is missing" }
      let distance = expected[outputs.count + index].distance(to: found)
      if !(distance <= tolerance) { return "\(update.slot): \(distance)" }
    }
    return nil
  }
}
