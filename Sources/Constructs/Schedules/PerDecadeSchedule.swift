import ExperimentGraph
import Grammar
import Kernels

/// Steps that are equally spaced on a logarithmic axis, with the start and the end.
struct PerDecadeSchedule: Schedule {
  let count: Int

  func moments(_ bounds: StageBounds) -> Moments {
    var steps = [0]
    var index = 0
    while true {
      let step = Int(ScalarMath.power(10, Double(index) / Double(count)).rounded())
      if step > bounds.maximumSteps { break }
      steps.append(step)
      index += 1
    }
    return Moments(steps: steps, atEnd: true)
  }

  func momentLimit(_ bounds: StageBounds) -> Int { 20 * count }

  static let entry = Entry<any Schedule>(
    "per_decade", "Steps equally spaced on a logarithmic axis, with the start and the end.",
    example: "{per_decade: 10}", alsoKnownAs: ["log", "logspace", "logarithmic"], shorthand: .field("count"),
    .required("count", .integer(1...100), "Moments between one power of ten and the next.")
  ) { PerDecadeSchedule(count: $0) }
}
