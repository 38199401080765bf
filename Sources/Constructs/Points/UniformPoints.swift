import Grammar
import Kernels

/// Independent points, each coordinate uniform between two numbers.
struct UniformPoints: PointSet {
  let count: Int
  let dimension: Int
  let low: Double
  let high: Double

  var isDrawn: Bool { true }

  func points(_ stream: RandomStream) -> [Double] {
    (0..<(count * dimension)).map { low + (high - low) * stream.uniform(at: UInt64($0)) }
  }
}

extension UniformPoints {
  static let entry = Entry<any PointSet>(
    "uniform", "Independent points, each coordinate uniform between two numbers.",
    example: "{uniform: {n: 100, d: 2}}",
    .required("n", .integer(1...Limits.dataNumbers), "How many."),
    .optional("d", .integer(1...Limits.dataNumbers), default: "1", "Coordinates of each."),
    .optional("low", .number(unit: "of x"), default: "-1", "The lowest value."),
    .optional("high", .number(unit: "of x"), default: "1", "The highest value, never drawn itself.")
  ) { UniformPoints(count: $0, dimension: $1, low: $2, high: $3) }
}
