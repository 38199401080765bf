import Kernels

/// The largest errors that an elementary function may have, in units of the last place: what its doc comments state,
/// what the tests hold it to, and what `ulp` prints beside what it measures.
package struct ErrorBound: Sendable {
  /// Over every float32 (`make ulp`; the tests take every 1021st).
  package let float32: Double
  /// Over the table of exact values, dense where the function changes its ways.
  package let float64: Double
}

extension ElementaryFunction {
  package var errorBound: ErrorBound {
    switch self {
    case .exp: ErrorBound(float32: 0.9, float64: 1)
    case .log: ErrorBound(float32: 1.1, float64: 0.9)
    case .log1p: ErrorBound(float32: 1.6, float64: 1.4)
    case .tanh: ErrorBound(float32: 1.2, float64: 1.3)
    case .sigmoid: ErrorBound(float32: 1.7, float64: 1.6)
    case .softplus: ErrorBound(float32: 1.9, float64: 1.7)
    case .sin: ErrorBound(float32: 1.5, float64: 0.8)
    case .cos: ErrorBound(float32: 1.5, float64: 0.8)
    case .erf: ErrorBound(float32: 1.3, float64: 1.1)
    }
  }
}
