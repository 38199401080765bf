import Grammar

/// At the end of the first epoch whose training accuracy, over all samples, reaches a number.
enum AccuracyRule {
  static let entry = Entry<StopRule>(
    "accuracy", "At the end of the first epoch whose training accuracy, over all samples, reaches a number.",
    example: "{accuracy: 1}", shorthand: .field("at_least"),
    .required("at_least", .number(.above(0, through: 1)), "The accuracy, 1 for every sample.")
  ) { .accuracy(atLeast: $0) }
}
