import Grammar
import Kernels

/// Equally spaced points on a line, both ends among them.
struct Linspace: PointSet {
  let from: Double
  let to: Double
  let count: Int

  var dimension: Int { 1 }

  func points(_ stream: RandomStream) -> [Double] {
    guard count > 1 else { return [from] }
    return (0..<count).map { index in
      index == count - 1 ? to : from + (to - from) * (Double(index) / Double(count - 1))
    }
  }
}

extension Linspace {
  static let entry = Entry<any PointSet>(
    "linspace", "Equally spaced points on a line, both ends among them.", example: "{linspace: [-1, 1, 40]}",
    shorthand: .positional,
    .required("from", .number(unit: "of x"), "The first point."),
    .required("to", .number(unit: "of x"), "The last point."),
    .required("count", .integer(1...Limits.dataNumbers), "How many.")
  ) { Linspace(from: $0, to: $1, count: $2) }

  /// The same as a part of a grid.
  static let axis = Record<Linspace>(
    "axis", "Equally spaced values along one axis.", shorthand: .positional,
    .required("from", .number(unit: "of x"), "The first value."),
    .required("to", .number(unit: "of x"), "The last value."),
    .required("count", .integer(1...Limits.dataNumbers), "How many.")
  ) { Linspace(from: $0, to: $1, count: $2) }
}
