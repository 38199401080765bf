/// One series on its way to the page: unbroken runs of positions, thinned where they are denser than pixels.
struct LinePath {
  /// Unbroken runs, in order; a run of one position is a lone point.
  private(set) var runs: [[Spot]] = []
  /// Last position before each stretch of values that are not finite.
  private(set) var lastBeforeNonfinite: [Spot] = []
  /// Points of which a value is not finite.
  private(set) var nonfinite = 0
  /// Finite points that a logarithmic axis has no place for.
  private(set) var notPositive = 0
  /// Whether dense parts were thinned.
  private(set) var isThinned = false

  /// - Parameters:
  ///   - bucket: width in pixels of the columns that dense runs are thinned to.
  ///   - limit: longest run that is drawn point for point.
  init(_ series: DataSeries, in frame: PlotFrame, bucket: Double, limit: Int) {
    var run: [Spot] = []
    var raw: [[Spot]] = []
    for point in series.points {
      let spot = frame.spot(point)
      let isZeroPlace = frame.x.hasZeroPlace && point.x == 0
      if let spot, !isZeroPlace {
        run.append(spot)
        continue
      }
      if !run.isEmpty { raw.append(run) }
      if let spot {
        raw.append([spot])
      } else {
        if point.isFinite { notPositive += 1 } else { nonfinite += 1 }
        if !point.y.isFinite, let last = run.last { lastBeforeNonfinite.append(last) }
      }
      run = []
    }
    if !run.isEmpty { raw.append(run) }
    for run in raw {
      let kept = run.count > limit ? Self.thinned(run, bucket: bucket) : run
      isThinned = isThinned || kept.count < run.count
      runs.append(kept)
    }
  }

  /// First, lowest, highest and last position of each stretch of positions within one column `bucket` pixels wide:
  /// all that a line of that many pixels can show (the M4 aggregation of Jugel and others, VLDB 2014).
  static func thinned(_ run: [Spot], bucket: Double) -> [Spot] {
    var kept: [Spot] = []
    var begin = 0
    while begin < run.count {
      let column = (run[begin].x / bucket).rounded(.down)
      var end = begin
      var lowest = begin
      var highest = begin
      while end < run.count, (run[end].x / bucket).rounded(.down) == column {
        if run[end].y < run[lowest].y { lowest = end }
        if run[end].y > run[highest].y { highest = end }
        end += 1
      }
      var last = -1
      for index in [begin, min(lowest, highest), max(lowest, highest), end - 1] where index != last {
        kept.append(run[index])
        last = index
      }
      begin = end
    }
    return kept
  }
}
