import Grammar

/// After a number of updates.
enum StepsRule {
  static let entry = Entry<StopRule>(
    "steps", "After a number of updates.", example: "{steps: 1000}", shorthand: .field("count"),
    .required("count", .integer(0...), "How many updates.")
  ) { .steps($0) }
}
