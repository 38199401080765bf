import Grammar
import Kernels

/// Points on a line, listed.
struct ListedPoints: PointSet {
  let values: [Double]

  var count: Int { values.count }
  var dimension: Int { 1 }
  func points(_ stream: RandomStream) -> [Double] { values }
}

extension ListedPoints {
  static let entry = Entry<any PointSet>(
    "values", "Points on a line, listed.", example: "[-1/2, -1/6, 1/6, 1/2]", shorthand: .field("list"),
    .required("list", .list(of: .number(unit: "of x"), count: 1...100_000), "The points.")
  ) { ListedPoints(values: $0) }
}
