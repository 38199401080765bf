/// A tensor seen as (outer, reduced, inner) when its reduced axes lie side by side.
package struct ReductionExtents: Hashable, Sendable {
  /// Elements before the reduced axes.
  package let outer: Int
  /// Elements along the reduced axes together.
  package let reduced: Int
  /// Elements behind the reduced axes.
  package let inner: Int

  /// Nil where axes that are kept, and longer than 1, lie between the reduced ones.
  package init?(_ shape: Shape, axes: [Int]) {
    let runs = ReductionExtents.runs(shape, axes: axes)
    guard runs.count <= 1 else { return nil }
    let run = runs.first ?? []
    reduced = run.reduce(1) { $0 * shape[$1] }
    inner = run.last.map { shape.dimensions[($0 + 1)...].reduce(1, *) } ?? 1
    outer = shape.count / (reduced * inner)
  }

  /// The reduced axes, sorted into runs that lie side by side; axes of length 1 neither reduce nor divide.
  package static func runs(_ shape: Shape, axes: [Int]) -> [[Int]] {
    var runs: [[Int]] = []
    var open = false
    for axis in shape.dimensions.indices where shape[axis] > 1 {
      if !axes.contains(axis) {
        open = false
      } else if open {
        runs[runs.count - 1].append(axis)
      } else {
        runs.append([axis])
        open = true
      }
    }
    return runs
  }
}
