extension Expression.Arithmetic {
  func apply(_ x: Double, _ y: Double, power: ([Double]) -> Double) -> Double {
    switch self {
    case .add: x + y
    case .subtract: x - y
    case .multiply: x * y
    case .divide: x / y
    case .power: power([x, y])
    }
  }
}

extension Expression.Comparison {
  /// Whether it holds; nil when NaN takes part or the two sides are not of one kind (then nothing can be said).
  func holds(_ a: ExpressionValue, _ b: ExpressionValue) -> Bool? {
    switch (a, b) {
    case (.number(let x), .number(let y)): x.isNaN || y.isNaN ? nil : holds(x, y)
    case (.list(let xs), .list(let ys)) where (xs + ys).contains(where: \.isNaN): nil
    case (.truth, .truth), (.list, .list), (.text, .text):
      switch self {
      case .equal: a == b
      case .notEqual: a != b
      default: nil
      }
    default: nil
    }
  }

  private func holds(_ x: Double, _ y: Double) -> Bool {
    switch self {
    case .equal: x == y
    case .notEqual: x != y
    case .less: x < y
    case .lessOrEqual: x <= y
    case .greater: x > y
    case .greaterOrEqual: x >= y
    }
  }

  /// The signed slack: how far the sides can move before the verdict flips, positive (or zero) when it holds.
  ///
  /// `a < b` and `a <= b`: b − a. `a > b` and `a >= b`: a − b. `a == b`: −|a − b|, for lists the worst element;
  /// `a != b`: |a − b|. nil for truth values, lists of different lengths, and NaN.
  func slack(_ a: ExpressionValue, _ b: ExpressionValue) -> Double? {
    let distance: Double
    switch (a, b) {
    case (.number(let x), .number(let y)):
      if self == .less || self == .lessOrEqual { return Self.known(y - x) }
      if self == .greater || self == .greaterOrEqual { return Self.known(x - y) }
      distance = x == y ? 0 : (x - y).magnitude
    case (.list(let xs), .list(let ys)) where xs.count == ys.count:
      distance = zip(xs, ys).map { $0 == $1 ? 0 : ($0 - $1).magnitude }.max() ?? 0
    default: return nil
    }
    return Self.known(self == .equal ? 0 - distance : distance)
  }

  private static func known(_ x: Double) -> Double? { x.isNaN ? nil : x }
}
