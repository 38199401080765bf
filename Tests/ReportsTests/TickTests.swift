import Reports
import Testing

@Suite struct TickTests {
  static let linear: [(lower: Double, upper: Double, labels: [String])] = [
    (0, 1, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    (0, 100_000, ["0", "20000", "40000", "60000", "80000", "100000"]),
    (-1, 1, ["−1.0", "−0.5", "0.0", "0.5", "1.0"]),
    (0, 0.0005, ["0", "1e-4", "2e-4", "3e-4", "4e-4", "5e-4"]),
    (1.00001, 1.00003, ["1.000010", "1.000015", "1.000020", "1.000025", "1.000030"]),
    (0, 2e7, ["0", "5e6", "1e7", "1.5e7", "2e7"]),
    (-1.7e308, 1.7e308, ["−1.7e308"]),
  ]

  @Test(arguments: linear.indices) func `round values on a linear axis`(index: Int) {
    let row = Self.linear[index]
    #expect(Tick.linear(from: row.lower, to: row.upper, target: 5).map(\.label) == row.labels)
  }

  @Test func `whole numbers have no ticks between them`() {
    #expect(Tick.linear(from: 0, to: 2, target: 6, isWhole: true).map(\.label) == ["0", "1", "2"])
    #expect(Tick.linear(from: 0, to: 30, target: 6, isWhole: true).map(\.label).last == "30")
  }

  static let logarithmic: [(lower: Double, upper: Double, labels: [String])] = [
    (1, 1000, ["1", "10", "100", "1000"]),
    (0.9, 1.2e5, ["10^0", "10^2", "10^4"]),
    (1e-12, 1, ["10^−12", "10^−9", "10^−6", "10^−3", "10^0"]),
    (5, 60, ["5", "10", "20", "50"]),
    (2e-7, 3e-6, ["2·10^−7", "5·10^−7", "10^−6", "2·10^−6"]),
    (0.21, 0.29, ["0.22", "0.24", "0.26", "0.28"]),
  ]

  @Test(arguments: logarithmic.indices) func `powers of ten on a logarithmic axis`(index: Int) {
    let row = Self.logarithmic[index]
    let ticks = Tick.logarithmic(from: row.lower, to: row.upper, target: 5)
    let labels = ticks.filter { !$0.label.isEmpty }.map { $0.raised.isEmpty ? $0.label : "\($0.label)^\($0.raised)" }
    #expect(labels == row.labels)
  }

  @Test func `ticks stay inside, ascend and are few`() {
    var numbers = Numbers(seed: 6)
    for _ in 0..<2_000 {
      let lower = numbers.bell() * DecimalLogarithm.power(Int(numbers.next() * 40) - 20)
      let upper = lower + (0.01 + numbers.next()) * DecimalLogarithm.power(Int(numbers.next() * 40) - 20)
      guard lower < upper else { continue }
      var lists = [Tick.linear(from: lower, to: upper, target: 6)]
      if lower > 0 { lists.append(Tick.logarithmic(from: lower, to: upper, target: 6)) }
      for ticks in lists {
        let slack = (upper - lower) * 1e-6
        #expect(ticks.allSatisfy { $0.value >= lower - slack && $0.value <= upper + slack })
        #expect(zip(ticks, ticks.dropFirst()).allSatisfy { $0.value < $1.value })
        #expect(ticks.count { !$0.label.isEmpty } <= 13)
        #expect(!ticks.isEmpty)
      }
    }
  }

  static let heights: [(wanted: [Double], heights: [Double])] = [
    ([], []), ([50], [50]), ([10, 50], [10, 50]), ([50, 50], [45, 55]), ([55, 50, 45], [60, 50, 40]),
    ([0, 0, 0], [0, 10, 20]), ([100, 100], [90, 100]), ([50, 52, 90], [46, 56, 90]),
    ([20, 24, 30], [14.666666666666668, 24.666666666666668, 34.66666666666667]),
  ]

  @Test(arguments: heights.indices) func `labels move apart as little as they must`(index: Int) {
    let row = Self.heights[index]
    #expect(EndLabels.heights(wanted: row.wanted, gap: 10, in: 0...100) == row.heights)
  }
}
