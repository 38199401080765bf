import ExperimentGraph
import Kernels
import TensorGraph

/// The optimizer's scalars in the arena. They are computed and written when they change: a constant rate is written once.
struct StepScalars: ~Copyable {
  private let writeScalars: @Sendable (Int, UnsafeMutablePointer<Double>) -> Int
  private let precision: Precision
  private let count: Int
  private let values: UnsafeMutablePointer<Double>
  private let places: UnsafeMutablePointer<UnsafeMutableRawPointer>
  /// The updates that have the scalars as they stand in the arena.
  private var first = Int.max
  private var last = 0
  /// What the learning rate is multiplied with, a power of two.
  private var factor = 1.0

  init(_ optimizer: OptimizerContent, _ programs: ExperimentPrograms, in arena: borrowing Arena) {
    writeScalars = optimizer.writeScalars
    precision = programs.plan.layout.precision
    count = optimizer.scalarNames.count
    values = .allocate(capacity: count)
    values.initialize(repeating: 0, count: count)
    places = .allocate(capacity: count)
    for (index, name) in optimizer.scalarNames.enumerated() {
      (places + index).initialize(to: arena.base + programs.slot(SlotName.scalar(name)).offset)
    }
  }

  deinit {
    values.deallocate()
    places.deallocate()
  }

  /// Halves the learning rate of every update so many times.
  mutating func halve(_ times: Int) {
    factor = (0..<times).reduce(1) { factor, _ in factor / 2 }
    first = .max
  }

  /// Makes the arena hold the scalars of update number `step`; returns whether they had to be written.
  @discardableResult
  mutating func set(_ step: Int) -> Bool {
    if step >= first && step <= last { return false }
    first = step
    last = writeScalars(step, values)
    values[0] *= factor
    for index in 0..<count { precision.write(values[index], places[index]) }
    return true
  }
}
