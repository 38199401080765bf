/// A number with its unit, as people read it.
struct Figure {
  enum Unit: String {
    case seconds = "s"
    case gigaflops = "GFLOP/s"
    case elementsPerNanosecond = "elements/ns"
    case bytes = "bytes"
    case times = "times"
  }

  let value: Double
  let unit: Unit

  init(_ value: Double, _ unit: Unit) {
    self.value = value
    self.unit = unit
  }

  var text: String {
    switch unit {
    case .seconds: Self.scaled(value * 1e9, ["ns", "µs", "ms", "s"])
    case .bytes: Self.scaled(value, ["bytes", "kB", "MB", "GB"])
    case .times: Self.digits(value) + " ×"
    case .gigaflops, .elementsPerNanosecond: Self.digits(value) + " " + unit.rawValue
    }
  }

  private static func scaled(_ value: Double, _ units: [String]) -> String {
    var value = value
    var unit = 0
    while value >= 1000 && unit + 1 < units.count {
      value /= 1000
      unit += 1
    }
    return digits(value) + " " + units[unit]
  }

  /// Three digits: 1.23, 12.3, 123.
  static func digits(_ value: Double) -> String {
    guard value.isFinite else { return "\(value)" }
    let decimals = abs(value) < 10 ? 2 : abs(value) < 100 ? 1 : 0
    return fixed(value, decimals)
  }

  /// A number with so many decimals.
  static func fixed(_ value: Double, _ decimals: Int) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let number = Int((abs(value) * scale).rounded())
    var rest = String(number % Int(scale))
    while rest.utf8.count < decimals { rest = "0" + rest }
    let sign = value < 0 && number > 0 ? "-" : ""
    return sign + (decimals == 0 ? String(number) : "\(number / Int(scale)).\(rest)")
  }
}
