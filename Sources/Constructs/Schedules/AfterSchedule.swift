import ExperimentGraph
import Grammar
import SourceDiagnostics

/// At the end of certain stages.
struct AfterSchedule: Schedule {
  let stages: [Located<String>]

  func moments(_ bounds: StageBounds) -> Moments { Moments(steps: [], atEnd: false, after: stages.map(\.value)) }

  func momentLimit(_ bounds: StageBounds) -> Int { stages.count }

  static let entry = Entry<any Schedule>(
    "after", "At the end of certain stages.", example: "{after: [narrow, wide]}", shorthand: .field("stages"),
    .required("stages", .oneOrMany(of: .name("stage")), "Names of stages.")
  ) { AfterSchedule(stages: $0) }
}
