import ExperimentGraph
import Grammar

/// After the last update, whichever stop rule ends the run.
struct EndSchedule: Schedule {
  func moments(_ bounds: StageBounds) -> Moments {
    Moments(steps: [], atEnd: true)
  }

  static let entry = Entry<any Schedule>(
    "end", "After the last update, whichever stop rule ends the run.", example: "end"
  ) { EndSchedule() }
}
