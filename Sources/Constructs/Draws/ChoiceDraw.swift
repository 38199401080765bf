import ExperimentGraph
import Grammar
import Kernels
import SourceDiagnostics

/// One of several values with equal chance.
struct ChoiceDraw: Draw {
  let list: [BoundExpression]

  func value(_ index: Int, _ stream: RandomStream, _ diagnostics: inout Diagnostics) -> AxisValue? {
    let place = Int(stream.uniform(at: UInt64(index)) * Double(list.count))
    return list[min(place, list.count - 1)].axisValue(&diagnostics)
  }

  static let entry = Entry<any Draw>(
    "choice", "One of several values with equal chance.", example: "[100, 1000, 10000]", shorthand: .field("list"),
    .required("list", .list(of: .reading, count: 1...Limits.sweepPoints), "The values: numbers or names.")
  ) { ChoiceDraw(list: $0) }
}
