import Analysis
import ExperimentGraph
import Grammar

/// How a claim turns a recorded series into a number.
enum SeriesReading: String, CaseIterable, Sendable {
  case first, last, max, min, mean, at
  case atEpoch = "at_epoch"
  case argmax, argmin
  case firstBelow = "first_below"
  case firstAbove = "first_above"
  case plateauCount = "plateaus"
  case plateauValue = "plateau_value"
  case plateauStep = "plateau_step"

  /// Whether it takes a second argument that says when.
  var takesMoment: Bool { self == .at || self == .atEpoch }

  /// Whether what it gives lies between values of the series.
  var keepsRange: Bool {
    switch self {
    case .first, .last, .max, .min, .mean, .at, .atEpoch, .plateauValue: true
    case .argmax, .argmin, .firstBelow, .firstAbove, .plateauCount, .plateauStep: false
    }
  }

  /// Whether it takes one recording as it is, so that it reads lists too.
  var readsLists: Bool { self == .first || self == .last || takesMoment }

  var parameters: [SeriesFunction.Parameter] {
    switch self {
    case .at: [.series, .moment]
    case .atEpoch, .firstBelow, .firstAbove, .plateauCount: [.series, .number]
    case .plateauValue, .plateauStep: [.series, .number, .number]
    default: [.series]
    }
  }

  /// The sentence of the documents.
  var summary: String {
    switch self {
    case .first: "The value recorded first."
    case .last: "The value recorded last."
    case .max: "The largest value; NaN if any is."
    case .min: "The smallest value; NaN if any is."
    case .mean: "The mean of the values."
    case .at: "The value at a step, at `start` or at `end`."
    case .atEpoch: "The value after a number of epochs."
    case .argmax: "The step of the largest value, the first of equals."
    case .argmin: "The step of the smallest value, the first of equals."
    case .firstBelow: "The first recorded step with a value below a number."
    case .firstAbove: "The first recorded step with a value above a number."
    case .plateauCount:
      "How many plateaus it has: stretches of at least three recordings at which |d log value / d log step|, taken over the two "
        + "neighbours, is below a number."
    case .plateauValue: "The value where a plateau is flattest: `plateau_value(s, slope, k)` is that of the k-th of `plateaus(s, slope)`."
    case .plateauStep: "The step where a plateau is flattest, as `plateau_value`."
    }
  }

  /// The number for a series; nil if nothing was recorded then, or no value is as asked for.
  /// - Parameters:
  ///   - step: what the second argument says as a step.
  ///   - numbers: the arguments after the first that are numbers.
  func value(of series: Series, atStep step: Int?, numbers: [Double]) -> Double? {
    guard !series.values.isEmpty else { return nil }
    switch self {
    case .first, .last, .at, .atEpoch: return place(in: series.steps, atStep: step).map { series.values[$0] }
    case .mean: return series.values.reduce(0, +) / Double(series.values.count)
    case .max: return extreme(series, >).map { series.values[$0] }
    case .min: return extreme(series, <).map { series.values[$0] }
    case .argmax: return extreme(series, >).map { Double(series.steps[$0]) }
    case .argmin: return extreme(series, <).map { Double(series.steps[$0]) }
    case .firstBelow:
      return numbers.first.flatMap { number in series.values.firstIndex { $0 < number } }.map { Double(series.steps[$0]) }
    case .firstAbove:
      return numbers.first.flatMap { number in series.values.firstIndex { $0 > number } }.map { Double(series.steps[$0]) }
    case .plateauCount:
      return numbers.first.map { Double(plateaus(steps: series.steps, values: series.values, slope: $0).count) }
    case .plateauValue: return plateau(of: series, numbers).map { series.values[$0] }
    case .plateauStep: return plateau(of: series, numbers).map { Double(series.steps[$0]) }
    }
  }

  /// The list that it reads; nil if nothing was recorded then.
  func list(of array: RecordedArray, atStep step: Int?) -> [Double]? { place(in: array.steps, atStep: step).flatMap(array.at) }

  /// The recording that a reading of one takes, counted from 0.
  private func place(in steps: [Int], atStep step: Int?) -> Int? {
    switch self {
    case .first: steps.isEmpty ? nil : 0
    case .last: steps.isEmpty ? nil : steps.count - 1
    default: step.flatMap { steps.firstIndex(of: $0) }
    }
  }

  /// The place where the plateau that is asked for is flattest; nil where there are fewer.
  private func plateau(of series: Series, _ numbers: [Double]) -> Int? {
    guard numbers.count == 2, let number = Int(exactly: numbers[1]) else { return nil }
    let all = plateaus(steps: series.steps, values: series.values, slope: numbers[0])
    return all.indices.contains(number - 1) ? all[number - 1].flattest : nil
  }

  /// Place of the extreme value; of a NaN if there is one.
  private func extreme(_ series: Series, _ isBetter: (Double, Double) -> Bool) -> Int? {
    var best: Int?
    for (index, value) in series.values.enumerated() {
      if value.isNaN { return index }
      if let current = best, !isBetter(value, series.values[current]) { continue }
      best = index
    }
    return best
  }
}
