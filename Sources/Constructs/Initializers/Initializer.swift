import ExperimentGraph
import Grammar
import Kernels
import SourceDiagnostics

/// How a parameter's first values are drawn. Numbers may depend on the parameter through `fan_in` and `fan_out`.
package protocol Initializer: Sendable {
  /// The distribution for one parameter; reports and returns nil where a number cannot be used.
  func distribution(fanIn: Int, fanOut: Int, _ diagnostics: inout Diagnostics) -> Distribution?
  /// The file that states the values instead; nil where they are drawn.
  var file: FileInitializer? { get }
}

extension Initializer {
  package var file: FileInitializer? { nil }
}

/// A distribution with its numbers evaluated.
package enum Distribution: Sendable, Equatable {
  case constant(Double)
  case normal(mean: Double, std: Double)
  case uniform(low: Double, high: Double)

  /// One line in the words of the spec.
  package var summary: String {
    switch self {
    case .constant(let value): "constant(\(value))"
    case .normal(let mean, let std): mean == 0 ? "normal(std: \(std))" : "normal(mean: \(mean), std: \(std))"
    case .uniform(let low, let high): "uniform(low: \(low), high: \(high))"
    }
  }

  /// Mean of one draw.
  package var mean: Double {
    switch self {
    case .constant(let value): value
    case .normal(let mean, _): mean
    case .uniform(let low, let high): (low + high) / 2
    }
  }

  /// Variance of one draw.
  package var variance: Double {
    switch self {
    case .constant: 0
    case .normal(_, let std): std * std
    case .uniform(let low, let high): (high - low) * (high - low) / 12
    }
  }

  /// `count` draws. Draw number i depends on the stream and i alone, so a parameter's first values do not depend on its shape.
  package func draw(count: Int, from stream: RandomStream) -> [Double] {
    switch self {
    case .constant(let value): [Double](repeating: value, count: count)
    case .normal(let mean, let std): draws(count, { stream.fillNormal($0) }) { mean + std * $0 }
    case .uniform(let low, let high): draws(count, { stream.fillUniform($0) }) { low + (high - low) * $0 }
    }
  }

  /// Standard draws, filled in at once, each then scaled.
  private func draws(
    _ count: Int, _ fill: (UnsafeMutableBufferPointer<Double>) -> Void, _ scale: (Double) -> Double
  ) -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
      let draws = UnsafeMutableBufferPointer(rebasing: buffer[..<count])
      draws.initialize(repeating: 0)
      fill(draws)
      for index in draws.indices { draws[index] = scale(draws[index]) }
      initialized = count
    }
  }
}

/// The names an initializer's numbers may use.
let fanNames = ["fan_in", "fan_out"]

/// The values of `fanNames` for a parameter.
func fanValues(_ fanIn: Int, _ fanOut: Int) -> [(String, Double)] {
  [("fan_in", Double(fanIn)), ("fan_out", Double(fanOut))]
}
