import Grammar

/// The schedules.
package enum Schedules {
  /// Every schedule, in the order of the documents. A bare number is a step.
  package static let family = Family<any Schedule>(
    "schedule", "When something is recorded.", numberKind: "step",
    [
      StartSchedule.entry, EndSchedule.entry, StepSchedule.entry, EverySchedule.entry, EveryEpochsSchedule.entry,
      EpochsSchedule.entry, PerDecadeSchedule.entry, AfterSchedule.entry,
    ])

  /// A schedule or several together: `[0, 100, end]`.
  static let oneOrMany: ValueType<any Schedule> = {
    let parts: ValueType<[any Schedule]> = .oneOrMany(of: .component(family))
    return parts.map { JoinedSchedule(parts: $0) }
  }()
}
