import Reports

/// Figures of grids and panels, one of each kind and state.
extension Gallery {
  static let every = all + panelFigures

  static let panelFigures: [(name: String, figure: Figure)] = [
    ("grid-phase", gridPhase), ("grid-variants", gridVariants), ("grid-log", gridLog), ("grid-factors", gridFactors),
    ("panel-power-law", powerLaw), ("panel-band", bandChart), ("panel-scatter", manyUnits),
    ("panel-orientation", orientationMoments), ("panel-cells", orientationCells), ("panel-trajectory", trajectory),
    ("panel-tracks", tracks), ("panel-functions", functions), ("panel-own-axes", ownAxes),
    ("panel-family", family), ("panel-empty", emptyPanels),
  ]

  private static let gammas = (0..<9).map { 0.6 + 0.1 * Double($0) }
  private static let gammaPrimes = (0..<9).map { -0.4 + 0.1 * Double($0) }

  private static func slopes(_ shift: Double) -> [[Double]] {
    gammaPrimes.map { b in gammas.map { a in min(max(0.9 * (a - 1 - max(0, b) + shift), -0.5), 0.5) } }
  }

  private static let boundary: [Overlay] = [
    .curve(
      [DataPoint(x: 1, y: -2), DataPoint(x: 1, y: 0), DataPoint(x: 3, y: 2)], label: "theory: γ = 1, γ′ = γ − 1")
  ]

  static let gridPhase: Figure = {
    var rows = slopes(0)
    rows[0][8] = .nan
    rows[1][8] = .nan
    rows[5][3] = .infinity
    return .gridMap(
      GridMap(
        title: "Phase diagram of two-layer ReLU networks", x: .init("γ", values: gammas),
        y: .init("γ′", values: gammaPrimes), panels: [.init(rows: rows)], scale: .diverging(), quantity: "slope S_w",
        overlays: boundary + [
          .markers(
            zip([1.0, 1, 1, 1, 1.04, 1.13, 1.24, 1.33, 1.39], gammaPrimes).map { DataPoint(x: $0, y: $1) },
            label: "measured zero"),
          .vertical(0.8, label: "cut of figure 3", style: .dotted),
        ]))
  }()

  static let gridVariants: Figure = .gridMap(
    GridMap(
      title: "Slope in three realisations of the same γ and γ′", x: .init("γ", values: gammas),
      y: .init("γ′", values: gammaPrimes),
      panels: [("β₁ = β₂ = 1", 0.0), ("β₁ = m^−½", 0.02), ("β₁ = m^−1", -0.02)].map {
        .init(title: $0.0, rows: slopes($0.1))
      }, scale: .diverging(limit: 0.5), quantity: "slope S_w", overlays: boundary))

  static let gridLog: Figure = .gridMap(
    GridMap(
      title: "Final loss over learning rate and width", x: .init("width m", values: [10, 100, 1000, 4000], scale: .logarithmic),
      y: .init("learning rate", values: [0.001, 0.01, 0.1, 1], scale: .logarithmic),
      panels: [
        .init(rows: [
          [0.3, 0.2, 0.1, 0.05], [0.02, 0.004, 1e-3, 4e-4], [1e-4, 3e-6, 1e-7, 2e-8], [.nan, 0, 1e-6, .infinity],
        ])
      ], scale: .logarithmic(), quantity: "loss"))

  static let gridFactors: Figure = .gridMap(
    GridMap(
      title: "Test loss of the networks of a sweep whose title is much longer than the two lines that there is room for, "
        + "of all widths and numbers of samples: map",
      x: .init("width m", values: [10, 100, 1000], scale: .logarithmic), y: .init("samples n", values: [3, 6, 9]),
      panels: [.init(rows: [[0.3, 0.2, 0.1], [0.02, 0.005, 1e-3], [1e-4, 0, .nan]])], scale: .divergingByFactors(center: 0.005),
      quantity: "loss", overlays: [.markers([DataPoint(x: .nan, y: 3), DataPoint(x: .nan, y: 6)], label: "first below the centre")]))

  static let family: Figure = .panelChart(
    PanelChart(
      title: "Loss against width at many scales",
      panels: [
        .init(
          series: (1...12).map { scale in
            let y = [100.0, 150, 300].map { 1 / $0 + Double(scale * scale) / 1000 }
            return PanelSeries(
              name: "", x: [100, 150, 300], y: y, look: .lineWithMarkers, shade: [Double](repeating: Double(scale), count: 3))
          } + [
            PanelSeries(name: "published", x: [100, 150, 300], y: [0.1, 0.08, 0.07], look: .line, hue: .black, line: .dashed),
            PanelSeries(name: "own", x: [100, 150, 300], y: [0.09, 0.09, 0.06], look: .markers),
          ])
      ], x: FigureAxis("m"), y: FigureAxis("loss"), shade: .init("scale", .logarithmic)))

  static let powerLaw: Figure = {
    let widths = [1000.0, 5000, 10000, 20000, 40000]
    let lines: [(name: String, start: Double, end: Double)] = [
      ("γ = 0.5", 8.9e-3, 1.35e-3), ("γ = 1", 0.265, 0.26), ("γ = 1.75", 8, 31),
    ]
    let series = lines.enumerated().map { index, line in
      let y = (0..<5).map { line.start * (1 - Double($0) / 4) + line.end * Double($0) / 4 }
      return PanelSeries(
        name: line.name, x: widths, y: y, look: .lineWithMarkers,
        interval: .init(low: y.map { $0 * 0.8 }, high: y.map { $0 * 1.25 }, isBand: false))
    }
    return .panelChart(
      PanelChart(
        title: "Relative distance against width", panels: [.init(series: series)],
        x: FigureAxis("width m", .logarithmic), y: FigureAxis("RD(w)", .logarithmic),
        overlays: lines.map { line in
          .fit(
            from: DataPoint(x: 1000, y: line.start), to: DataPoint(x: 40000, y: line.end),
            label: "fit of \(line.name)", series: line.name)
        } + [.horizontal(1, label: "RD = 1")]))
  }()

  static let bandChart: Figure = {
    var numbers = Numbers(seed: 9)
    let steps = decades(to: 100_000)
    let series = ["train", "test"].enumerated().map { index, name in
      let y = steps.map { (2 + Double(index)) / (1 + $0 / 300) * (1 + 0.1 * numbers.next()) + 1e-3 * Double(index) }
      return PanelSeries(
        name: "\(name).loss", x: steps, y: y, look: .line,
        interval: .init(low: y.map { $0 * 0.6 }, high: y.map { $0 * 1.5 }, isBand: true))
    }
    return .panelChart(
      PanelChart(
        title: "Loss over ten seeds", panels: [.init(series: series)], x: FigureAxis("step", .logarithmic),
        y: FigureAxis("loss, median and range", .logarithmic), overlays: [.vertical(3000, label: "second stage")]))
  }()

  /// Units of a layer that lean to `centers` with strength `condensed` ∈ [0, 1].
  static func units(
    _ count: Int, centers: [Double], condensed: Double, seed: UInt64, name: String, hue: SeriesHue? = nil,
    isNormalized: Bool = true
  ) -> PanelSeries {
    var numbers = Numbers(seed: seed)
    let points = (0..<count).map { index in
      let spread = (numbers.next() * 2 - 1) * 3.14159 * (1 - condensed)
      return DataPoint(x: centers[index % centers.count] * condensed + spread, y: numbers.next() * numbers.next())
    }
    let most = isNormalized ? points.map(\.y).max() ?? 1 : 1
    return PanelSeries(name: name, points: points.map { DataPoint(x: $0.x, y: $0.y / most) }, look: .markers, hue: hue)
  }

  static let manyUnits: Figure = .panelChart(
    PanelChart(
      title: "Units at three widths",
      panels: [
        .init(series: [
          units(1000, centers: [-2.8, -0.3], condensed: 0.9, seed: 1, name: "m = 1000", hue: .blue),
          units(10000, centers: [-2.8, -0.3], condensed: 0.95, seed: 2, name: "m = 10000", hue: .red),
          units(200_000, centers: [-2.8, -0.3], condensed: 0.7, seed: 3, name: "m = 200000", hue: .yellow),
        ])
      ], x: .angle("orientation θ"), y: FigureAxis("amplitude A / max")))

  static let orientationMoments: Figure = .panelChart(
    PanelChart(
      title: "Orientation and amplitude during training",
      panels: [(0, 0.0), (100, 0.5), (1000, 0.8), (5000, 0.95), (10000, 0.99), (100_000, 1)].map { step, share in
        .init(
          title: "step \(step)",
          series: [units(100, centers: [-2.82, 0.36, 2.41, 2.81], condensed: share, seed: 4, name: "units", isNormalized: false)])
      }, x: .angle("orientation θ"), y: FigureAxis("amplitude A")))

  static let orientationCells: Figure = .panelChart(
    PanelChart(
      title: "Feature distribution over the phase diagram",
      panels: (0..<49).map { index in
        let (row, column) = index.quotientAndRemainder(dividingBy: 7)
        guard index != 6 else { return nil }
        let inside = max(0, min(1, Double(column) * 0.2 - Double(6 - row) * 0.1))
        return .init(series: [
          units(200, centers: [-2.8, -0.3], condensed: inside * 0.9, seed: 6, name: "m = 1000", hue: .blue),
          units(400, centers: [-2.8, -0.3], condensed: inside, seed: 7, name: "m = 10000", hue: .red),
        ])
      }, columns: 7, columnTitles: (0..<7).map { "γ = \(["0.7", "0.8", "0.9", "1.0", "1.1", "1.2", "1.3"][$0])" },
      rowTitles: ["0.3", "0.2", "0.1", "0", "−0.1", "−0.2", "−0.3"].map { "γ′ = \($0)" },
      x: .angle("orientation θ"), y: FigureAxis("amplitude A / max")))

  static let trajectory: Figure = {
    let count = 120
    func spiral(_ turn: Double) -> [DataPoint] {
      var (x, y) = (2.0 * turn, 0.3)
      return (0..<count).map { _ in
        defer { (x, y) = (0.97 * (0.995 * x - 0.0998 * y), 0.97 * (0.995 * y + 0.0998 * x)) }
        return DataPoint(x: x, y: y)
      }
    }
    let steps = (0..<count).map { Double($0 * $0 + 1) }
    return .panelChart(
      PanelChart(
        title: "Path of two units in the plane of their weights",
        panels: [
          .init(series: [
            PanelSeries(name: "unit 1", points: spiral(1), look: .trajectory, shade: steps),
            PanelSeries(name: "unit 2", points: spiral(-0.8), look: .trajectory, shade: steps),
          ])
        ], x: FigureAxis("w"), y: FigureAxis("b"), shade: .init("step", .logarithmic)))
  }()

  static let tracks: Figure = {
    var numbers = Numbers(seed: 11)
    let steps = decades(to: 10_000)
    var points: [DataPoint] = []
    var weight: [Double] = []
    for unit in 0..<60 {
      let start = numbers.next() * 6.28 - 3.14
      let center = start > 0 ? 0.6 : -2.9
      for step in steps {
        let share = step / (step + 300)
        points.append(DataPoint(x: step, y: start * (1 - share) + center * share))
        weight.append(0.1 + 0.9 * share * Double(unit % 6) / 5)
      }
    }
    return .panelChart(
      PanelChart(
        title: "Orientation of each unit during training",
        panels: [
          .init(series: [
            PanelSeries(
              name: "units", points: points, look: .line, weight: weight,
              starts: (0..<60).map { $0 * steps.count })
          ])
        ], x: FigureAxis("step", .logarithmic), y: .angle("orientation θ; darker is larger amplitude")))
  }()

  static let functions: Figure = {
    let grid = (0...100).map { Double($0) / 50 - 1 }
    func target(_ x: Double) -> Double { -max(x, 0) + 2 * max(x + 0.3, 0) - 1.5 * max(x - 0.4, 0) }
    let known = [
      PanelSeries(name: "target", x: grid, y: grid.map(target), look: .line, hue: .black, line: .dashed),
      PanelSeries(
        name: "training samples", points: (0..<10).map { DataPoint(x: Double($0) / 4.5 - 1, y: target(Double($0) / 4.5 - 1)) },
        look: .markers, hue: .blue),
    ]
    return .panelChart(
      PanelChart(
        title: "Output against target",
        panels: [("step 100", 0.1), ("step 1000", 0.6), ("step 100000", 0.97)].map { title, share in
          let output = grid.map { share * target($0) + (1 - share) * 0.3 }
          return .init(title: title, series: [PanelSeries(name: "output", x: grid, y: output, look: .line, hue: .red)] + known)
        }, x: FigureAxis("x"), y: FigureAxis("f(x)")))
  }()

  static let ownAxes: Figure = .panelChart(
    PanelChart(
      title: "Panels with axes of their own",
      panels: [
        .init(title: "loss", series: [PanelSeries(name: "seed 1", x: [0, 1, 2, 3], y: [9, 4, .nan, 1], look: .line)]),
        .init(title: "groups", series: [PanelSeries(name: "seed 2", x: [0, 50, 100], y: [60, 8, 4], look: .line)]),
        nil,
        .init(title: "share", series: [PanelSeries(name: "seed 1", x: [0, 2000], y: [0.1, 0.9], look: .markers)]),
      ], columns: 2, x: FigureAxis("step"), y: FigureAxis(""), sharesX: false, sharesY: false))

  static let emptyPanels: Figure = .panelChart(
    PanelChart(
      title: "Nothing finite", panels: [.init(series: [PanelSeries(name: "s", x: [1], y: [.nan], look: .line)])],
      x: FigureAxis("x"), y: FigureAxis("y")))
}
