import CPUFeatures
import ExperimentGraph
import Kernels
import TensorGraph

extension ExperimentPrograms.Jacobian {
  /// Derivatives that are worth a thread of their own.
  private static let handDerivatives = 1 << 17

  /// Threads among which the samples are parted at most: by shape alone, and so few that their arenas weigh at most half of the result.
  func hands(_ experiment: ExperimentGraph, arenaBytes: Int) -> Int {
    let derivatives = samples * experiment.model.outputShape.count * experiment.model.parameters.numberCount
    let arenas = derivatives * MemoryLayout<Double>.stride / (2 * arenaBytes)
    return max(1, min(Session.mostHands, derivatives / Self.handDerivatives, arenas))
  }
}

extension Session {
  /// Into how many parts the samples are cut for each hand, so that a busy processor holds up one part alone.
  private static var partsOfHand: Int { 16 }

  /// The derivatives of every output for every sample by all parameters, (samples · outputs, parameters).
  ///
  /// Every sample is computed alone, so that it depends neither on the others nor on which thread took it.
  /// - Parameters:
  ///   - isAtStart: whether with the parameters as they were initialized. The present ones are put back bit by bit.
  ///   - memory: a matrix of the same size whose numbers nobody reads any more: pages that the system has handed out need not be zeroed
  ///     again.
  package func jacobian(
    _ jacobian: ExperimentPrograms.Jacobian, isAtStart: Bool, reusing memory: consuming [Double] = []
  ) -> ProbedTensor {
    let slots = isAtStart ? experiment.model.parameters.map { programs.slot($0.name) } : []
    let kept = slots.map { arena.read(UInt8.self, at: $0.offset, count: $0.bytes) }
    for slot in slots { write(.numbers(initialValues(slot.name)), to: slot.name) }
    let rows = JacobianRows(
      jacobian: jacobian, plan: programs.plan, outputs: experiment.model.outputShape.count,
      parameters: experiment.model.parameters.numberCount)
    let hands = jacobian.hands(experiment, arenaBytes: programs.plan.arenaBytes)
    let values = matrix(jacobian.samples * rows.width, reusing: consume memory) { target in
      if hands == 1 {
        rows.compute(0..<jacobian.samples, on: machine, in: arena, into: target)
      } else {
        let parts = min(jacobian.samples, hands * Self.partsOfHand)
        sideBySide(parts: parts, most: hands) { hand, shared in
          let samples = shared.lazy.map { (jacobian.samples * $0 / parts)..<(jacobian.samples * ($0 + 1) / parts) }
          rows.compute(samples.joined(), on: hand.machine, in: hand.arena, into: target)
        }
      }
    }
    for (slot, bytes) in zip(slots, kept) { arena.write(bytes, at: slot.offset) }
    return ProbedTensor(
      shape: [jacobian.samples * rows.outputs, rows.parameters], values: values, threads: machine.threads, on: machine.instructionSet)
  }
}

/// A matrix of `count` numbers in the memory of another one, if that is as large, else in memory of its own, with room behind it for
/// `StoredMatrix.spare` numbers more.
/// - Parameter fill: writes every number. What it finds there has no meaning.
func matrix(_ count: Int, reusing memory: consuming [Double], fill: (UnsafeMutablePointer<Double>) -> Void) -> [Double] {
  if memory.count == count {
    // Given away, since a second holder would have all of it copied.
    var values = consume memory
    values.withUnsafeMutableBufferPointer { buffer in
      if let target = buffer.baseAddress { fill(target) }
    }
    return values
  }
  return [Double](unsafeUninitializedCapacity: count + StoredMatrix.spare) { buffer, initialized in
    guard let target = buffer.baseAddress else { preconditionFailure("a model has outputs and parameters") }
    adviseLargePages(target, byteCount: count * MemoryLayout<Double>.stride)
    fill(target)
    initialized = count
  }
}

/// What everyone who computes rows of a Jacobian knows.
private struct JacobianRows: Sendable {
  let jacobian: ExperimentPrograms.Jacobian
  let plan: Plan
  let outputs: Int
  let parameters: Int

  /// Derivatives for one sample.
  var width: Int { outputs * parameters }

  /// Whether the matrix is larger than the caches of its own cores, so that it is read from memory in any case.
  private var isStreamed: Bool { jacobian.samples * width * MemoryLayout<Double>.stride > 16 << 20 }

  /// Computes the rows of some samples.
  /// - Parameter target: (samples, outputs, parameters), of all samples.
  func compute(
    _ samples: some Sequence<Int>, on machine: borrowing Machine, in arena: borrowing Arena, into target: UnsafeMutablePointer<Double>
  ) {
    var memory = BoundPrograms()
    let slot = jacobian.samples > 1 ? plan.layout[SlotName.rows(1)] : nil
    let batch = BoundBatch(jacobian.program, rows: slot, on: machine, in: arena, &memory)
    let counts = jacobian.program.program.outputs.map(\.shape.count)
    let precision = plan.layout.precision
    for sample in samples {
      batch.takeSamples(from: sample)
      machine.run(batch.reading, in: arena)
      var place = target + sample * width
      for (output, count) in zip(batch.outputs, counts) {
        if isStreamed {
          precision.stream(output, count: count, into: place)
        } else {
          precision.read(output, count: count, into: place)
        }
        place += count
      }
    }
    if isStreamed { cs_end_streaming() }
  }
}
