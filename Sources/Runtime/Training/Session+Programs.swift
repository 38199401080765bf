import ExperimentGraph
import Kernels
import TensorGraph

/// A program for each number of samples that occurs when a dataset is taken in portions.
struct BoundPortions {
  let portions: Portions
  let full: BoundBatch
  /// What is left at the end.
  let rest: BoundBatch

  /// - Parameter programs: one for each size of the portions, the full one first.
  init(
    _ portions: Portions, _ programs: [BatchProgram], _ plan: Plan, on machine: borrowing Machine,
    in arena: borrowing Arena, _ memory: inout BoundPrograms
  ) {
    self.portions = portions
    var bound: [BoundBatch] = []
    for program in programs {
      let rows = program.samples < portions.count ? plan.layout[SlotName.rows(program.samples)] : nil
      bound.append(BoundBatch(program, rows: rows, on: machine, in: arena, &memory))
    }
    (full, rest) = (bound[0], bound[bound.count - 1])
  }

  /// The program for portion `index`.
  func batch(_ index: Int) -> BoundBatch { portions.range(index).count == full.samples ? full : rest }
}

/// What came of several updates.
struct Updates {
  /// How many were made.
  var count = 0
  /// The loss of the last batch, before its update; if it is not finite, that update was not made.
  var loss = Double.nan
  /// Whether they ended before an update because the loss had risen.
  var hasRisen = false

  /// Takes note of the loss that the next update begins with; whether it is to be made.
  mutating func accepts(_ loss: Double, _ watch: inout LossWatch) -> Bool {
    if loss < watch.reach && count > 0 { return false }
    hasRisen = watch.hasRisen(loss)
    if hasRisen { return false }
    self.loss = loss
    return loss.isFinite
  }
}

/// What a loss is compared with before its update is made.
struct LossWatch {
  /// A loss whose root is larger has risen.
  var largestRoot = Double.infinity
  /// How much larger a root may be than the one before; infinite where rising is not watched, negative until the first loss is known.
  var slack = Double.infinity
  /// Share of the first loss's root that becomes the slack.
  var tolerance = 0.0
  /// After the first of some updates, the next that begins with a smaller loss is not made: a stop rule is to look.
  var reach = -Double.infinity

  /// Whether a loss has risen; the next is compared with it.
  mutating func hasRisen(_ loss: Double) -> Bool {
    if slack == .infinity { return false }
    let root = loss.squareRoot()
    if slack < 0 {
      slack = root * tolerance
    } else if !(root <= largestRoot) {
      return true
    }
    largestRoot = root + slack
    return false
  }
}

extension Session {
  /// Updates number `first` … `last`, each with the next batch of `rows`, until a loss is not finite or what is watched for happens.
  ///
  /// - Parameter rows: the samples that are left of an epoch, in its order; where a batch is the whole dataset, they are not read, and
  ///   every update takes all of it.
  mutating func update(
    from first: Int, through last: Int, rows: UnsafeBufferPointer<Int32>, _ watch: inout LossWatch
  ) -> Updates {
    if let lane { return lane.update(from: first, through: last, &watch, &scalars, in: arena) }
    var result = Updates()
    var taken = 0
    let (full, rest, precision) = (batches.full, batches.rest, precision)
    while first + result.count <= last {
      let batch = full.rows == nil || rows.count - taken >= full.samples ? full : rest
      if let place = batch.rows, let source = rows.baseAddress {
        place.update(from: source + taken, count: batch.samples)
        taken += batch.samples
      }
      scalars.set(first + result.count)
      noise.draw(first + result.count, samples: batch.samples)
      machine.run(batch.reading, in: arena)
      guard result.accepts(precision.read(batch.outputs[0]), &watch) else { break }
      machine.run(batch.writing, in: arena)
      result.count += 1
    }
    return result
  }

  /// Means over a whole dataset, one for each metric of an evaluation: means of portions, weighted by their samples, or their counts, in
  /// double precision. They stand until the next call.
  func means(_ number: Int) -> UnsafeBufferPointer<Double> {
    let evaluation = evaluations[number]
    let count = evaluation.full.outputs.count
    let metrics = programs.evaluations[number].metrics
    let sums = UnsafeMutableBufferPointer(start: sums, count: count)
    sums.update(repeating: 0)
    for index in 0..<evaluation.portions.portionCount {
      let batch = evaluation.batch(index)
      batch.takeSamples(from: evaluation.portions.range(index).lowerBound)
      machine.run(batch.reading, in: arena)
      for place in 0..<count {
        let value = precision.read(batch.outputs[place])
        switch metrics[place].combination {
        case .means: sums[place] += value * Double(batch.samples)
        case .counts: sums[place] += value
        }
      }
    }
    for place in 0..<count { sums[place] /= Double(evaluation.portions.count) }
    return UnsafeBufferPointer(sums)
  }
}
