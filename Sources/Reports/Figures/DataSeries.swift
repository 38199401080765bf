/// One measured pair.
package struct DataPoint: Sendable, Equatable {
  package let x: Double
  package let y: Double

  package init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }

  var isFinite: Bool { x.isFinite && y.isFinite }
}

/// Named points in the order they are joined. Values that are not finite are allowed: they become gaps.
package struct DataSeries: Sendable, Equatable {
  package let name: String
  package let points: [DataPoint]

  package init(name: String, points: [DataPoint]) {
    self.name = name
    self.points = points
  }

  /// - Precondition: as many `x` as `y`.
  package init(name: String, x: [Double], y: [Double]) {
    precondition(x.count == y.count, "a series has as many x as y")
    self.init(name: name, points: zip(x, y).map { DataPoint(x: $0, y: $1) })
  }
}

/// What an axis says and how it measures.
package struct AxisLabel: Sendable, Equatable {
  /// Words with the unit, such as "step"; may be empty.
  package let text: String
  package let scale: AxisScale

  package init(_ text: String, _ scale: AxisScale = .linear) {
    self.text = text
    self.scale = scale
  }
}

/// A straight line to compare with: a level y that a claim or a theory names.
package struct ReferenceLine: Sendable, Equatable {
  package let y: Double
  package let label: String

  package init(y: Double, label: String) {
    self.y = y
    self.label = label
  }
}
