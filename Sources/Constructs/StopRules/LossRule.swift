import Grammar

/// At the end of the first epoch whose training loss, over all samples, is below a number.
enum LossRule {
  static let entry = Entry<StopRule>(
    "loss", "At the end of the first epoch whose training loss, over all samples, is below a number.",
    example: "{loss: 1e-6}", shorthand: .field("below"),
    .required("below", .number(.positive), "The loss.")
  ) { .loss(below: $0) }
}
