import Grammar
import Kernels

/// Independent points, each coordinate normally distributed.
struct NormalPoints: PointSet {
  let count: Int
  let dimension: Int
  let mean: Double
  let std: Double

  var isDrawn: Bool { true }

  func points(_ stream: RandomStream) -> [Double] {
    (0..<(count * dimension)).map { mean + std * stream.normal(at: UInt64($0)) }
  }
}

extension NormalPoints {
  static let entry = Entry<any PointSet>(
    "normal", "Independent points, each coordinate normally distributed.", example: "{normal: {n: 100, d: 5}}",
    .required("n", .integer(1...Limits.dataNumbers), "How many."),
    .optional("d", .integer(1...Limits.dataNumbers), default: "1", "Coordinates of each."),
    .optional("std", .number(.positive), default: "1", "Standard deviation."),
    .optional("mean", .number(unit: "of x"), default: "0", "Mean.")
  ) { count, dimension, std, mean in NormalPoints(count: count, dimension: dimension, mean: mean, std: std) }
}
