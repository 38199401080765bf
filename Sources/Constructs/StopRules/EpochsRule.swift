import Grammar

/// After a number of epochs.
enum EpochsRule {
  static let entry = Entry<StopRule>(
    "epochs", "After a number of epochs.", example: "{epochs: 30}",
    alsoKnownAs: ["max_epochs", "num_epochs", "n_epochs"], shorthand: .field("epochs"),
    .required("epochs", .integer(0...Limits.epochs), "How many epochs.")
  ) { .epochs($0) }
}
