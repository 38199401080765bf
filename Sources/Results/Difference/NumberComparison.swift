/// Compares two sequences of numbers, one pair at a time, and keeps the counts and the worst pair.
struct NumberComparison {
  enum Precision {
    case single, double
  }

  let precision: Precision
  let tolerance: Tolerance
  private(set) var total = 0
  private(set) var count = 0
  private(set) var maxAbsolute = 0.0
  private(set) var maxRelative = 0.0
  private(set) var maxULP: UInt64? = 0
  private(set) var excess = 0.0
  private(set) var worst: (index: Int, a: String, b: String)?

  init(_ precision: Precision, _ tolerance: Tolerance) {
    self.precision = precision
    self.tolerance = tolerance
  }

  /// NaN beside NaN is equal; a zero beside the other zero differs by 0 representable numbers.
  mutating func add(_ a: Double, _ b: Double) {
    let index = total
    total += 1
    if a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN) { return }
    count += 1
    guard a.isFinite && b.isFinite else {
      maxULP = nil
      note(.infinity, .infinity, index, text(a), text(b))
      return
    }
    if let known = maxULP { maxULP = max(known, NumberComparison.distance(a, b, precision)) }
    let absolute = (a - b).magnitude
    let scale = max(a.magnitude, b.magnitude)
    note(absolute, scale == 0 ? 0 : absolute / scale, index, text(a), text(b), tolerance.allowed(a, b))
  }

  /// Whole numbers, exact beyond 2^53 too; they have no distance in representable numbers.
  mutating func add(_ a: Int64, _ b: Int64) {
    let index = total
    total += 1
    if a == b { return }
    count += 1
    maxULP = nil
    // Two whole numbers that differ differ by at least 1, also where Double cannot tell them apart.
    let absolute = max(1, (Double(a) - Double(b)).magnitude)
    let scale = max(Double(a).magnitude, Double(b).magnitude)
    let allowed = tolerance.allowed(Double(a), Double(b))
    note(absolute, absolute / scale, index, String(a), String(b), allowed)
  }

  /// A pair in which only one side is a number.
  mutating func addUnequal(_ a: String, _ b: String) {
    let index = total
    total += 1
    count += 1
    maxULP = nil
    note(.infinity, .infinity, index, a, b)
  }

  /// - Parameter allowed: the distance accepted; none is accepted unless stated.
  private mutating func note(
    _ absolute: Double, _ relative: Double, _ index: Int, _ a: String, _ b: String, _ allowed: Double = 0
  ) {
    let over = absolute == 0 ? 0 : absolute / allowed
    maxAbsolute = max(maxAbsolute, absolute)
    maxRelative = max(maxRelative, relative)
    if worst == nil || over > excess { worst = (index, a, b) }
    excess = max(excess, over)
  }

  var agreement: Agreement {
    Agreement(
      sameBytes: false, sameBits: count == 0, ulp: maxULP, isWithinTolerance: excess <= 1, sameClaims: nil)
  }

  /// A number in the digits of its own precision.
  private func text(_ x: Double) -> String {
    precision == .single ? NumberText.of(Float(x)) : NumberText.of(x)
  }

  /// The difference, or nil when every pair is equal.
  func difference(file: String, part: String?, place: (Int) -> String) -> ValueDifference? {
    guard count > 0, let worst else { return nil }
    return ValueDifference(
      file: file, part: part, count: count, total: total, maxAbsolute: maxAbsolute,
      maxRelative: maxRelative, maxULP: maxULP, place: place(worst.index), a: worst.a,
      b: worst.b, tolerance: tolerance, excess: excess)
  }

  /// How many representable numbers lie between two finite numbers, one end counted.
  static func distance(_ a: Double, _ b: Double, _ precision: Precision) -> UInt64 {
    if precision == .single {
      let x = Int64(ordered(Float(a)))
      let y = Int64(ordered(Float(b)))
      return (x - y).magnitude
    }
    let x = ordered(a)
    let y = ordered(b)
    return x > y ? UInt64(bitPattern: x &- y) : UInt64(bitPattern: y &- x)
  }

  /// Neighbouring numbers have neighbouring values; both zeros have 0.
  private static func ordered(_ x: Double) -> Int64 {
    let bits = Int64(bitPattern: x.bitPattern)
    return bits >= 0 ? bits : Int64.min &- bits
  }

  private static func ordered(_ x: Float) -> Int32 {
    let bits = Int32(bitPattern: x.bitPattern)
    return bits >= 0 ? bits : Int32.min &- bits
  }
}
