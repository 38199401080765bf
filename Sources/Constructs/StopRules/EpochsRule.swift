import Grammar

/// After a number of epochs.
enum EpochsRule {
  static let entry = Entry<StopRule>(
    "epochs", "After a number of epochs.", example: "{epochs: 30}", shorthand: .field("count"),
    .required("count", .integer(0...), "How many epochs.")
  ) { .epochs($0) }
}
