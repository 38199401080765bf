import ExperimentGraph
import Grammar

/// After certain epochs.
struct EpochsSchedule: Schedule {
  let list: [Int]

  func moments(_ bounds: StageBounds) -> Moments {
    let steps = list.map { $0 * bounds.stepsPerEpoch }.filter { $0 <= bounds.maximumSteps }
    return Moments(steps: steps, atEnd: false)
  }

  func momentLimit(_ bounds: StageBounds) -> Int { list.count }

  static let entry = Entry<any Schedule>(
    "epochs", "After certain epochs.", example: "{epochs: [0, 1, 5]}", shorthand: .field("list"),
    .required("list", .oneOrMany(of: .integer(0...Limits.epochs)), "Completed epochs; 0 is the initialization.")
  ) { EpochsSchedule(list: $0) }
}
