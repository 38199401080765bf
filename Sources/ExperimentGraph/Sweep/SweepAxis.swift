import SourceDiagnostics

/// What an axis of a sweep can be at a point.
package enum AxisValue: Sendable, Hashable {
  case number(Double)
  /// A name: of a variant, an activation, an initializer.
  case text(String)
}

/// A quantity that differs from point to point of a sweep.
package struct SweepAxis: Sendable {
  package let name: String
  /// The values that occur, each once, in the order in which they were written.
  package let values: [AxisValue]
  package let origin: SourceRange

  package init(name: String, values: [AxisValue], origin: SourceRange) {
    self.name = name
    self.values = values
    self.origin = origin
  }
}

/// The axes of a sweep and its points: what a summary or a claim can be grouped by.
package struct SweepGrid: Sendable {
  package let axes: [SweepAxis]
  /// For each point its place on every axis, in the order of `axes`.
  package let points: [[Int]]

  package init(axes: [SweepAxis], points: [[Int]]) {
    self.axes = axes
    self.points = points
  }

  /// The place of an axis; nil if there is none of that name.
  package func axis(_ name: String) -> Int? { axes.firstIndex { $0.name == name } }

  /// The value of an axis at a point.
  package func value(_ axis: Int, at point: Int) -> AxisValue { axes[axis].values[points[point][axis]] }
}

/// The points of a sweep taken together where they agree on some axes.
package struct CellSpace: Sendable {
  /// Places of the axes that tell cells apart, ascending.
  package let axes: [Int]
  /// For each cell its place on these axes; cells stand in the order of their first points.
  package let cells: [[Int]]
  /// For each point its cell; nil for a point that does not take part.
  package let cellOfPoint: [Int?]
  /// For each cell a point of it, the first.
  package let representatives: [Int]
  private let numbers: [[Int]: Int]

  /// - Parameter takes: whether a point takes part.
  /// - Complexity: O(points × axes).
  package init(_ grid: SweepGrid, by axes: [Int], where takes: (Int) -> Bool = { _ in true }) {
    var numbers: [[Int]: Int] = [:]
    var cells: [[Int]] = []
    var cellOfPoint: [Int?] = []
    var representatives: [Int] = []
    for (point, places) in grid.points.enumerated() {
      guard takes(point) else {
        cellOfPoint.append(nil)
        continue
      }
      let key = axes.map { places[$0] }
      if numbers[key] == nil {
        numbers[key] = cells.count
        cells.append(key)
        representatives.append(point)
      }
      cellOfPoint.append(numbers[key])
    }
    self.axes = axes
    self.cells = cells
    self.cellOfPoint = cellOfPoint
    self.representatives = representatives
    self.numbers = numbers
  }

  /// - Parameter points: those that take part.
  package init(_ grid: SweepGrid, by axes: [Int], of points: [Int]) {
    var takes = [Bool](repeating: false, count: grid.points.count)
    for point in points { takes[point] = true }
    self.init(grid, by: axes) { takes[$0] }
  }

  /// The cell with the places that a point has on the axes, whether the point takes part or not; nil if there is none.
  package func cell(at point: Int, of grid: SweepGrid) -> Int? { numbers[axes.map { grid.points[point][$0] }] }
}
