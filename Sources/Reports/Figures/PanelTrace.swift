/// One series on its way to a panel: positions of its points, in sight or out of it, and what has no place.
struct PanelTrace {
  /// For each point; nil for one without a place.
  let spots: [Spot?]
  private(set) var nonfinite = 0
  private(set) var notPositive = 0
  private(set) var outside = 0
  /// Unbroken stretches of indices. A point at the place of zero is one alone.
  private(set) var runs: [[Int]] = []

  init(_ series: PanelSeries, axes: PlotAxes, chart: PanelChart) {
    let starts = series.starts.sorted()
    var next = 0
    var run: [Int] = []
    var spots: [Spot?] = []
    spots.reserveCapacity(series.points.count)
    for (index, point) in series.points.enumerated() {
      while next < starts.count, starts[next] < index { next += 1 }
      let begins = next < starts.count && starts[next] == index
      var spot: Spot?
      if let px = axes.x.extendedPosition(point.x), let py = axes.y.extendedPosition(point.y) {
        spot = Spot(x: px, y: py)
        if !axes.plot.contains(Spot(x: px, y: py)) { outside += 1 }
      } else if point.isFinite {
        notPositive += 1
      } else {
        nonfinite += 1
      }
      spots.append(spot)
      let isZeroPlace = axes.x.hasZeroPlace && point.x == 0
      let jumps = run.last.map { last in
        let before = series.points[last]
        return (chart.x.isAngle && (before.x - point.x).magnitude > .pi)
          || (chart.y.isAngle && (before.y - point.y).magnitude > .pi)
      }
      if begins || spot == nil || isZeroPlace || jumps == true {
        if !run.isEmpty { runs.append(run) }
        run = []
      }
      guard spot != nil else { continue }
      if isZeroPlace { runs.append([index]) } else { run.append(index) }
    }
    if !run.isEmpty { runs.append(run) }
    self.spots = spots
  }

  /// Indices of the points in sight.
  func visible(in box: Box) -> [Int] {
    spots.indices.filter { spots[$0].map(box.contains) ?? false }
  }

  /// One of `indices` for each cell of `cell` × `cell` pixels: that of the greatest weight, then the highest, then the
  /// leftmost; in order of the cells, so that the order of the points does not matter.
  func thinned(_ indices: [Int], weight: [Double], in box: Box, cell: Double) -> [Int] {
    let across = Int(box.width / cell) + 1
    let down = Int(box.height / cell) + 1
    var best = [Int](repeating: -1, count: across * down)
    for index in indices {
      guard let spot = spots[index] else { continue }
      let column = min(max(Int((spot.x - box.left) / cell), 0), across - 1)
      let row = min(max(Int((spot.y - box.top) / cell), 0), down - 1)
      let place = row * across + column
      guard best[place] >= 0, let held = spots[best[place]] else {
        best[place] = index
        continue
      }
      let (new, old) = weight.isEmpty ? (1, 1) : (weight[index], weight[best[place]])
      if new > old || (new == old && (spot.y, spot.x) < (held.y, held.x)) { best[place] = index }
    }
    return best.filter { $0 >= 0 }
  }
}
