extension Box {
  /// The parts of a polyline that lie in the box, in order, cut at its sides.
  func clipped(_ spots: [Spot]) -> [[Spot]] {
    var runs: [[Spot]] = []
    for (a, b) in zip(spots, spots.dropFirst()) {
      guard let (from, to) = clipped(a, b) else { continue }
      if let last = runs.last?.last, last == from {
        runs[runs.count - 1].append(to)
      } else {
        runs.append([from, to])
      }
    }
    return runs
  }

  /// The part of a segment in the box, or nil (Liang and Barsky, ACM TOG 3, 1984).
  private func clipped(_ a: Spot, _ b: Spot) -> (Spot, Spot)? {
    let dx = b.x - a.x
    let dy = b.y - a.y
    var enter = 0.0
    var leave = 1.0
    for (step, room) in [(-dx, a.x - left), (dx, right - a.x), (-dy, a.y - top), (dy, bottom - a.y)] {
      if step == 0 {
        if room < 0 { return nil }
      } else if step < 0 {
        enter = max(enter, room / step)
      } else {
        leave = min(leave, room / step)
      }
    }
    guard enter <= leave else { return nil }
    func point(_ share: Double) -> Spot {
      share == 0 ? a : share == 1 ? b : Spot(x: a.x + share * dx, y: a.y + share * dy)
    }
    return (point(enter), point(leave))
  }

  func contains(_ spot: Spot) -> Bool {
    let slack = 1e-3
    return spot.x >= left - slack && spot.x <= right + slack && spot.y >= top - slack && spot.y <= bottom + slack
  }
}
