/// An axis of cells as it is drawn: which values, where they begin and end.
struct GridAxis {
  /// Most cells along an axis.
  static let limit = 256

  /// Of so many values the first is drawn.
  let stride: Int
  /// Indices of the values drawn.
  let indices: [Int]
  let values: [Double]
  /// One more than values.
  let edges: [Double]
  private let scale: AxisScale

  init(_ axis: GridMap.Axis) {
    let stride = (axis.values.count + Self.limit - 1) / Self.limit
    self.stride = stride
    indices = Array(Swift.stride(from: 0, to: axis.values.count, by: stride))
    let values = indices.map { axis.values[$0] }
    self.values = values
    scale = axis.scale
    edges = axis.scale == .linear ? Self.linearEdges(values) : Self.logarithmicEdges(values)
  }

  private static func linearEdges(_ values: [Double]) -> [Double] {
    guard values.count > 1 else {
      let half = values[0] == 0 ? 0.5 : values[0].magnitude / 2
      return [values[0] - half, values[0] + half]
    }
    let inner = zip(values, values.dropFirst()).map { $0 / 2 + $1 / 2 }
    let last = values.count - 1
    return [values[0] - (inner[0] - values[0])] + inner + [values[last] + (values[last] - inner[last - 1])]
  }

  private static func logarithmicEdges(_ values: [Double]) -> [Double] {
    guard values.count > 1 else { return [values[0] / 2, values[0] * 2] }
    let inner = zip(values, values.dropFirst()).map { $0 * ($1 / $0).squareRoot() }
    let last = values.count - 1
    return [values[0] / (inner[0] / values[0])] + inner + [values[last] * (values[last] / inner[last - 1])]
  }

  func placed(from start: Double, to end: Double) -> PlotAxis {
    PlotAxis(lower: edges[0], upper: edges[edges.count - 1], scale: scale).spanning(from: start, to: end)
  }

  /// Ticks at values: as many as fit when each label needs `room` pixels, evenly chosen.
  func ticks(on axis: PlotAxis, room: (Tick) -> Double) -> [Tick] {
    let all = values.map {
      Tick(value: $0, label: ReadableNumber.typeset(ReadableNumber.text($0, digits: 4)))
    }
    return Tick.apart(all, on: axis, room: room)
  }
}
