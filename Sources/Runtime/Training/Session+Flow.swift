import ExperimentGraph
import Kernels
import TensorGraph

/// How far a flow has come.
struct FlowClock: Sendable, Equatable {
  /// The time reached.
  var time = 0.0
  /// The step that is tried next.
  var step: Double
  /// Whether no step is small enough for the error that may be made.
  var isStuck = false

  init(time: Double = 0, step: Double) {
    self.time = time
    self.step = step
  }

  /// What a step that was made or refused says of the next: its error, in units of what may be made, grows with its fifth power.
  /// Source: Hairer, Nørsett & Wanner, Solving Ordinary Differential Equations I, section II.4, with the safety factor 0.9.
  static func growth(_ error: Double) -> Double {
    guard error > 0 else { return 5 }
    return min(5, max(0.1, 0.9 * ScalarMath.power(error, -0.2)))
  }
}

extension Session {
  /// Accepted steps number `first` … `last` along a flow, until a loss is not finite, the flow ends or is stuck, or what is watched for
  /// happens. A step whose error is too large is tried again, smaller.
  mutating func follow(
    _ flow: FlowContent, from first: Int, through last: Int, _ clock: inout FlowClock, _ watch: inout LossWatch
  ) -> Updates {
    var result = Updates()
    let (batch, precision) = (batches.full, precision)
    let place = arena.base + programs.slot(SlotName.scalar(FlowContent.scalarName)).offset
    while first + result.count <= last, clock.time < flow.endTime {
      let left = flow.endTime - clock.time
      let isLast = clock.step >= left
      let step = isLast ? left : clock.step
      precision.write(step * flow.speed, place)
      machine.run(batch.reading, in: arena)
      let loss = precision.read(batch.outputs[0])
      if loss < watch.reach && result.count > 0 { break }
      guard loss.isFinite else {
        result.loss = loss
        break
      }
      let error = precision.read(batch.outputs[1]).squareRoot()
      if error <= 1 {
        result.loss = loss
        machine.run(batch.writing, in: arena)
        result.count += 1
        clock.time = isLast ? flow.endTime : clock.time + step
        if !isLast { clock.step = step * FlowClock.growth(error) }
      } else {
        clock.step = step * (error.isFinite ? FlowClock.growth(error) : 0.1)
        clock.isStuck = clock.time + clock.step == clock.time || clock.step < 0x1p-1000
        if clock.isStuck { break }
      }
    }
    return result
  }
}
