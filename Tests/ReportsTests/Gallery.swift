import Reports

/// Numbers for pictures without any C library: a linear congruential generator and powers by multiplication.
struct Numbers {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed &* 2_862_933_555_777_941_757 &+ 3_037_000_493
  }

  /// Uniform in [0, 1).
  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) / 9_007_199_254_740_992
  }

  /// Near normal: mean 0, variance 1.
  mutating func bell() -> Double {
    (0..<12).reduce(-6.0) { sum, _ in sum + next() }
  }
}

/// One figure of each kind and state; the tests draw all of them.
enum Gallery {
  static let all: [(name: String, figure: Figure)] = [
    ("loss", loss), ("accuracy", accuracy), ("diverged", diverged), ("seeds", seeds), ("widths", widths),
    ("noise", noise), ("few-points", fewPoints), ("empty", empty), ("one-value", oneValue),
    ("narrow-log", narrowLog), ("long-names", longNames), ("hostile", hostile),
    ("similarity", similarity), ("similarity-four", similarityFour), ("phase", phase), ("small-map", smallMap),
    ("large-map", largeMap), ("wide-map", wideMap), ("map-gaps", mapGaps),
  ]

  /// c · 10^(−k/100) for k = 0, 1, …, by multiplication.
  static func decay(_ count: Int, from start: Double, factor: Double, floor: Double) -> [Double] {
    var value = start
    return (0..<count).map { _ in
      defer { value *= factor }
      return value + floor
    }
  }

  /// 0, 1, 2, 5, 10, 20, 50, … up to `limit`.
  static func decades(to limit: Double) -> [Double] {
    var steps = [0.0]
    var decade = 1.0
    while decade <= limit {
      for lead in [1.0, 1.5, 2, 3, 4, 5, 7] where lead * decade <= limit { steps.append((lead * decade).rounded()) }
      decade *= 10
    }
    return steps
  }

  static let loss: Figure = {
    let steps = decades(to: 100_000)
    let train = steps.map { 2.1 / (1 + $0 / 300) / (1 + $0 / 4000) + 1e-5 }
    let test = steps.map { 2.3 / (1 + $0 / 300) / (1 + $0 / 9000) + 2e-3 }
    return .lineChart(
      LineChart(
        title: "A two-layer ReLU network condenses on a 1-d target",
        x: AxisLabel("step", .logarithmic), y: AxisLabel("loss", .logarithmic),
        series: [
          DataSeries(name: "train.loss", x: steps, y: train),
          DataSeries(name: "test.loss", x: steps, y: test),
        ], reference: ReferenceLine(y: 1e-4, label: "claim fits: last(train.loss) < 1e-4")))
  }()

  static let accuracy: Figure = {
    var numbers = Numbers(seed: 3)
    let steps = (0..<200).map { Double($0) * 10 }
    func curve(_ top: Double, _ half: Double) -> [Double] {
      steps.map { top * ($0 + 5) / ($0 + half) + 0.01 * numbers.bell() }
    }
    return .lineChart(
      LineChart(
        title: "Accuracy", x: AxisLabel("step"), y: AxisLabel("accuracy"),
        series: [
          DataSeries(name: "train.accuracy", x: steps, y: curve(0.99, 60)),
          DataSeries(name: "test.accuracy", x: steps, y: curve(0.93, 60)),
          DataSeries(name: "validation.accuracy", x: steps, y: curve(0.935, 62)),
        ]))
  }()

  static let diverged: Figure = {
    let steps = (0..<60).map { Double($0) * 20 }
    let good = decay(60, from: 1, factor: 0.93, floor: 0.01)
    let bad = decay(60, from: 0.8, factor: 1.35, floor: 0).enumerated().map { $0 > 35 ? .nan : $1 }
    return .lineChart(
      LineChart(
        title: "Two learning rates", x: AxisLabel("step"), y: AxisLabel("", .logarithmic),
        series: [
          DataSeries(name: "learning_rate=0.1 seed=1 train.loss", x: steps, y: good),
          DataSeries(name: "learning_rate=1.5 seed=1 train.loss", x: steps, y: bad),
        ]))
  }()

  static let seeds: Figure = {
    let steps = (0..<100).map { Double($0) * 50 }
    return .lineChart(
      LineChart(
        title: "Ten seeds", x: AxisLabel("step"), y: AxisLabel("", .logarithmic),
        series: (1...10).map { seed in
          var numbers = Numbers(seed: UInt64(seed))
          let half = 150 + 40 * numbers.next()
          return DataSeries(
            name: "gamma=1.5 seed=\(seed) train.loss", x: steps,
            y: steps.map { 1 / (1 + $0 / half) * (1 + 0.05 * numbers.bell()) })
        }))
  }()

  static let widths: Figure = .lineChart(
    LineChart(
      title: "Effective neurons for forty widths", x: AxisLabel("step"), y: AxisLabel("groups"),
      series: (1...40).map { width in
        let steps = (0..<50).map { Double($0) * 20 }
        return DataSeries(
          name: "m=\(width * 25)", x: steps, y: steps.map { Double(width) * 2.5 / (1 + $0 / 200) + 2 })
      }))

  static let noise: Figure = {
    var numbers = Numbers(seed: 9)
    return .lineChart(
      LineChart(
        title: "A hundred thousand noisy steps", x: AxisLabel("step"), y: AxisLabel("train.loss"),
        series: [
          DataSeries(
            name: "train.loss", points: (0..<100_000).map { DataPoint(x: Double($0), y: 1 + 0.2 * numbers.bell()) })
        ]))
  }()

  static let fewPoints: Figure = .lineChart(
    LineChart(
      title: "Slope against width", x: AxisLabel("m", .logarithmic), y: AxisLabel("s_w"),
      series: [DataSeries(name: "s_w", x: [1000, 3162, 10000, 31620], y: [-0.12, 0.03, 0.31, .infinity])],
      reference: ReferenceLine(y: 0, label: "boundary")))

  static let empty: Figure = .lineChart(
    LineChart(
      title: "Nothing finite", x: AxisLabel("step"), y: AxisLabel("loss"),
      series: [DataSeries(name: "loss", x: [0, 1], y: [.nan, .infinity])]))

  static let oneValue: Figure = .lineChart(
    LineChart(
      title: "One value only", x: AxisLabel("step"), y: AxisLabel("loss", .logarithmic),
      series: [DataSeries(name: "loss", x: [0], y: [0.25])]))

  static let narrowLog: Figure = .lineChart(
    LineChart(
      title: "Less than one power of ten", x: AxisLabel("step", .logarithmic), y: AxisLabel("loss", .logarithmic),
      series: [
        DataSeries(name: "loss", x: [20, 30, 40, 50, 60, 70], y: [2.9e-7, 2.6e-7, 2.4e-7, 2.3e-7, 2.25e-7, 2.2e-7])
      ]))

  static let longNames: Figure = .lineChart(
    LineChart(
      title: "A title that is much longer than the page is wide, so that it must be broken into two lines and then "
        + "cut, because three lines of title would push the picture out of sight altogether",
      x: AxisLabel("step"), y: AxisLabel("value"),
      series: [
        DataSeries(name: "an unusually long name of a probe of the first hidden layer", x: [0, 1, 2], y: [1, 2, 3]),
        DataSeries(name: "another unusually long name of a probe of the readout", x: [0, 1, 2], y: [1, 2.2, 3.01]),
        DataSeries(name: "short", x: [0, 1, 2], y: [1, 1, 3.02]),
      ]))

  static let hostile: Figure = .lineChart(
    LineChart(
      title: "</title><script>alert(\"1 & 2\")</script>", x: AxisLabel("<x> & 'y'"), y: AxisLabel("\u{1B}[31m\u{0}"),
      series: [
        DataSeries(name: "a<b", x: [0, 1], y: [1e300, -1e300]),
        DataSeries(name: "\"&\"", x: [0, 1], y: [.nan, 1.7e308]),
      ], reference: ReferenceLine(y: -1.7e308, label: "]]><&")))

  /// Cosine similarities of `count` directions that lean to a few axes with strength `condensed` ∈ [0, 1].
  static func similarities(_ count: Int, condensed: Double, seed: UInt64) -> HeatMap.Panel {
    var numbers = Numbers(seed: seed)
    let axes: [(Double, Double, Double)] = [(1, 0, 0), (0, 1, 0), (0.6, -0.8, 0), (0, 0, -1)]
    let directions = (0..<count).map { index in
      let axis = axes[index * index * 4 / (count * count)]
      let sign = index * 12 / count % 3 == 0 ? -1.0 : 1.0
      let weights = [axis.0, axis.1, axis.2].map {
        sign * $0 * condensed + (1 - condensed + 0.01) * numbers.bell()
      }
      let norm = weights.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return weights.map { $0 / norm }
    }
    let values = directions.flatMap { a in directions.map { b in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } } }
    return HeatMap.Panel(
      title: condensed == 0 ? "step 0" : "step \(Int(condensed * 1580))", rows: count, columns: count, values: values)
  }

  static let similarity: Figure = .heatMap(
    HeatMap(
      title: "Neurons of the first layer point along few directions after training",
      panels: [similarities(100, condensed: 0, seed: 1), similarities(100, condensed: 1, seed: 1)],
      scale: .diverging(limit: 1), quantity: "cosine similarity", rowAxis: .init("neuron"),
      columnAxis: .init("neuron")))

  static let similarityFour: Figure = .heatMap(
    HeatMap(
      title: "Condensation in four steps",
      panels: [0, 0.5, 0.9, 1].map { similarities(64, condensed: $0, seed: 5) }, scale: .diverging(limit: 1),
      quantity: "cosine similarity", rowAxis: .init("neuron"), columnAxis: .init("neuron")))

  static let phase: Figure = {
    let gamma = (0..<17).map { Double($0) * 0.125 }
    let gammaPrime = (0..<17).map { Double($0) * 0.125 - 1 }
    return .heatMap(
      HeatMap(
        title: "Phase diagram: growth of the relative distance with width",
        panels: [
          HeatMap.Panel(
            title: "", rows: 17, columns: 17,
            values: gammaPrime.flatMap { b in gamma.map { a in min(max(0.9 * (a - 1 - max(0, b)), -0.5), 0.8) } })
        ], scale: .diverging(limit: nil), quantity: "slope s_w", rowAxis: .init("γ′", values: gammaPrime),
        columnAxis: .init("γ", values: gamma), isRowZeroOnTop: false))
  }()

  static let smallMap: Figure = .heatMap(
    HeatMap(
      title: "Final loss", panels: [
        HeatMap.Panel(
          title: "", rows: 3, columns: 5,
          values: [0.01, 0.02, 0.031, 0.12, 0.4, 0.02, 0.05, 0.1, 0.25, 0.5, 0.03, 0.09, 0.2, .nan, .nan])
      ], scale: .sequential, quantity: "train.loss", rowAxis: .init("learning rate", values: [0.01, 0.1, 1]),
      columnAxis: .init("width", values: [10, 100, 1000, 10000, 100000])))

  static let largeMap: Figure = .heatMap(
    HeatMap(
      title: "A thousand neurons", panels: [similarities(1000, condensed: 0.9, seed: 8)],
      scale: .diverging(limit: 1), quantity: "cosine similarity", rowAxis: .init("neuron"),
      columnAxis: .init("neuron")))

  static let wideMap: Figure = {
    var numbers = Numbers(seed: 12)
    let panels = (0..<3).map { panel in
      HeatMap.Panel(
        title: "layer \(panel + 1)", rows: 8 + 4 * panel, columns: 50,
        values: (0..<(8 + 4 * panel) * 50).map { _ in numbers.next() * 3 })
    }
    return .heatMap(
      HeatMap(
        title: "Weights of three layers", panels: panels, scale: .sequential, quantity: "magnitude",
        rowAxis: .init("unit"), columnAxis: .init("input")))
  }()

  static let mapGaps: Figure = .heatMap(
    HeatMap(
      title: "Gaps and outliers", panels: [
        HeatMap.Panel(title: "", rows: 2, columns: 3, values: [.nan, -2, 0, 1, .infinity, 0.5])
      ], scale: .diverging(limit: 1)))
}
