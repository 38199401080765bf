import Grammar

/// When gradient flow has reached a time; the last step ends there.
enum TimeRule {
  static let entry = Entry<StopRule>(
    "time", "When gradient flow has reached a time, at which its last step ends.", example: "{time: 100}", shorthand: .field("time"),
    .required("time", .number(.positive), "The time, in that of the flow.")
  ) { .time($0) }
}
