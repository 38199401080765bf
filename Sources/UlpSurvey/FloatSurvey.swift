import Kernels

/// The largest error of one float32 function over many arguments, measured against the same function in
/// float64.
///
/// The reference is our own float64 function, whose error (below 2 ulp of a double, 2⁻²⁸ ulp of a
/// float) is measured against MPFR values by the tests. An error is counted in units of the last place
/// of the exact value: of 2^(e−23) for a value in [2ᵉ, 2ᵉ⁺¹), and of 2⁻¹⁴⁹ below 2⁻¹²⁶.
package struct FloatSurvey: Sendable {
  /// Largest error in ulp; ½ while every result is the correctly rounded one.
  package private(set) var worst = 0.5
  /// The argument with the largest error.
  package private(set) var worstArgument: Float = 0
  /// Arguments whose result is not the correctly rounded one.
  package private(set) var misrounded = 0
  /// Arguments looked at.
  package private(set) var count = 0
  /// Arguments with a wrong NaN, infinity or sign; the first of them.
  package private(set) var wrong = 0
  package private(set) var firstWrong: Float = 0

  private let function: ElementaryFunction
  private let set: InstructionSet

  package init(of function: ElementaryFunction, on set: InstructionSet = .best) {
    self.function = function
    self.set = set
  }

  /// Looks at the floats with bit patterns first, first + step, … up to and including last.
  package mutating func look(from first: UInt32, through last: UInt32, by step: UInt32 = 1) {
    let patterns = stride(from: UInt64(first), through: UInt64(last), by: Int(step))
    look(at: patterns.lazy.map { Float(bitPattern: UInt32($0)) })
  }

  /// Looks at these floats.
  package mutating func look(at arguments: some Sequence<Float>) {
    let size = 4096
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * size) { floats in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: size) { doubles in
        guard let x = floats.baseAddress, let exact = doubles.baseAddress else { return }
        var n = 0
        for argument in arguments {
          x[n] = argument
          exact[n] = Double(argument)
          n += 1
          if n == size {
            compare(x, x + size, exact, count: n)
            n = 0
          }
        }
        compare(x, x + size, exact, count: n)
      }
    }
  }

  /// Computes the function of `n` arguments twice: in float32 from `x` into `y`, and in float64 in `exact`.
  private mutating func compare(
    _ x: UnsafeMutablePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ exact: UnsafeMutablePointer<Double>, count n: Int
  ) {
    function.apply(x, y, count: n, on: set)
    function.apply(exact, exact, count: n, on: set)
    for i in 0..<n where Float(exact[i]).bitPattern != y[i].bitPattern { judge(x[i], y[i], exact[i]) }
    count += n
  }

  /// Notes a result that is not the correctly rounded one.
  private mutating func judge(_ x: Float, _ y: Float, _ exact: Double) {
    misrounded += 1
    if y.isNaN || exact.isNaN || y.sign != exact.sign {
      if wrong == 0 { firstWrong = x }
      wrong += 1
      return
    }
    // An infinite result stands for 2¹²⁸ here: overflow one step too early is an error of at most one ulp.
    let error = abs((y.isInfinite ? 0x1p128 : abs(Double(y))) - abs(exact)) / unit(exact)
    if error > worst {
      worst = error
      worstArgument = x
    }
  }

  /// One unit in the last place of a float of this size.
  private func unit(_ exact: Double) -> Double {
    let exponent = Int64((exact.bitPattern >> 52) & 0x7ff)
    return Double(bitPattern: UInt64(max(exponent, 1023 - 126) - 23) << 52)
  }
}
