import Grammar
import Kernels

/// The product of equally spaced points along each axis; the last axis runs fastest.
struct Grid: PointSet {
  let axes: [Linspace]

  /// Not more than one above the limit: the product of sixteen axes can be larger than any integer.
  var count: Int { axes.reduce(1) { min($0 * $1.count, Limits.dataNumbers + 1) } }
  var dimension: Int { axes.count }

  func points(_ stream: RandomStream) -> [Double] {
    let values = axes.map { $0.points(stream) }
    var result: [Double] = []
    result.reserveCapacity(count * dimension)
    for index in 0..<count {
      var rest = index
      var point = [Double](repeating: 0, count: axes.count)
      for axis in stride(from: axes.count - 1, through: 0, by: -1) {
        point[axis] = values[axis][rest % values[axis].count]
        rest /= values[axis].count
      }
      result.append(contentsOf: point)
    }
    return result
  }
}

extension Grid {
  static let entry = Entry<any PointSet>(
    "grid", "The product of equally spaced values along each axis; the last axis runs fastest.",
    example: "{grid: [[-1, 1, 20], [0, 2, 10]]}", shorthand: .field("axes"),
    .required("axes", .list(of: .record(Linspace.axis), count: 1...16), "One [from, to, count] for each axis.")
  ) { Grid(axes: $0) }
}
