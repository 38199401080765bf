/// A row of numbers as a row of small bars.
package struct Sparkline: Sendable, Equatable {
  /// The bars, at most as many as columns were given.
  package let text: String
  /// Whether bar heights follow the logarithm.
  package let isLogarithmic: Bool

  private static let bars = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  private static let plainBars = ["_", ".", "-", "=", "+", "*", "#", "@"]

  /// Draws `values` in order, each bar the mean of its share of them. Where a share has a value that is not finite,
  /// the bar is a cross. Positive values that span more than a factor of 50 are drawn by their logarithm.
  ///
  /// - Parameters:
  ///   - columns: most bars.
  ///   - isPlain: ASCII only.
  package init(_ values: [Double], columns: Int, isPlain: Bool) {
    let finite = values.filter(\.isFinite)
    guard let least = finite.min(), let most = finite.max(), columns > 0 else {
      text = String(repeating: isPlain ? "x" : "×", count: max(0, min(columns, values.count)))
      isLogarithmic = false
      return
    }
    let usesLogarithm = least > 0 && most / least > 50
    let heights = values.map { !$0.isFinite ? .nan : usesLogarithm ? DecimalLogarithm.of($0) : $0 / 2 }
    let low = usesLogarithm ? DecimalLogarithm.of(least) : least / 2
    let high = usesLogarithm ? DecimalLogarithm.of(most) : most / 2
    // What differs in the last digits alone is level.
    let isLevel = most - least <= 1e-9 * max(abs(least), abs(most))
    let count = min(columns, values.count)
    let glyphs = isPlain ? Self.plainBars : Self.bars
    var text = ""
    for bar in 0..<count {
      let share = heights[bar * values.count / count..<(bar + 1) * values.count / count]
      let mean = share.reduce(0) { $0 + $1 / Double(share.count) }
      if mean.isNaN {
        text += isPlain ? "x" : "×"
      } else {
        let height = high > low && !isLevel ? (mean - low) / (high - low) : 0
        text += glyphs[min(max(Int((height * 7).rounded()), 0), 7)]
      }
    }
    self.text = text
    isLogarithmic = usesLogarithm
  }
}
