import ExperimentGraph
import Grammar

/// At the initialization, before the first update.
struct StartSchedule: Schedule {
  func moments(_ bounds: StageBounds) -> Moments {
    Moments(steps: [0], atEnd: false)
  }

  static let entry = Entry<any Schedule>(
    "start", "At the initialization, before the first update.", example: "start"
  ) { StartSchedule() }
}
