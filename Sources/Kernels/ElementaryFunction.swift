import KernelsBase
import ZKernelsV3
import ZKernelsV4

/// The elementary functions that the kernels compute themselves. The numbers are those of
/// `applyElementary`.
package enum ElementaryFunction: Int32, CaseIterable, Sendable {
  case exp = 0
  case log, log1p, tanh, sigmoid, softplus, sin, cos, erf

  /// y[i] = f(x[i]) for i < count; `y` may be `x`. The same bits on every instruction set.
  package func apply(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, count: Int, on set: InstructionSet = .best
  ) {
    precondition(count >= 0, "an array cannot have a negative length")
    switch set {
    case .base: KernelsBase.applyElementary(rawValue, x, y, count)
    case .avx2: ZKernelsV3.applyElementary(rawValue, x, y, count)
    case .avx512: ZKernelsV4.applyElementary(rawValue, x, y, count)
    }
  }

  /// y[i] = f(x[i]) for i < count; `y` may be `x`. The same bits on every instruction set.
  package func apply(
    _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, count: Int, on set: InstructionSet = .best
  ) {
    precondition(count >= 0, "an array cannot have a negative length")
    switch set {
    case .base: KernelsBase.applyElementary(rawValue, x, y, count)
    case .avx2: ZKernelsV3.applyElementary(rawValue, x, y, count)
    case .avx512: ZKernelsV4.applyElementary(rawValue, x, y, count)
    }
  }

  /// f(x), the same bits as in an array. A whole vector's work: for single numbers only.
  package func callAsFunction(_ x: Double, on set: InstructionSet = .base) -> Double {
    var argument = x
    var value = 0.0
    apply(&argument, &value, count: 1, on: set)
    return value
  }

  /// f(x), the same bits as in an array.
  package func callAsFunction(_ x: Float, on set: InstructionSet = .base) -> Float {
    var argument = x
    var value: Float = 0
    apply(&argument, &value, count: 1, on: set)
    return value
  }
}
