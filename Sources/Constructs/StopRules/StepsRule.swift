import Grammar

/// After a number of updates.
enum StepsRule {
  static let entry = Entry<StopRule>(
    "steps", "After a number of updates.", example: "{steps: 1000}",
    alsoKnownAs: ["iterations", "max_steps", "num_steps", "updates"], shorthand: .field("steps"),
    .required("steps", .integer(0...Limits.steps), "How many updates.")
  ) { .steps($0) }
}
