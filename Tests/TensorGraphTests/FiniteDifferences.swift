import TensorGraph
import Testing

/// Compares the derivative of a scalar by rules with central differences of its reference value.
///
/// h = ∛ε · max(1, |x|), which balances truncation against rounding; the error is relative to max(1, |derivative|).
struct FiniteDifferences {
  let graph: TensorGraph
  let sources: [String: ReferenceTensor]

  /// The largest relative error over all elements of all parameters named.
  func worstError(of y: Value, withRespectTo xs: [(name: String, value: Value)]) -> Double {
    var extended = graph
    let gradients = extended.gradients(of: y, withRespectTo: xs.map(\.value))
    let slopes = extended.evaluate(gradients, sources)
    var worst = 0.0
    for (x, slope) in zip(xs, slopes) {
      guard let at = sources[x.name] else { continue }
      for i in at.values.indices {
        let h = 6.0554544523933429e-06 * max(1, abs(at.values[i]))
        let (up, down) = (at.values[i] + h, at.values[i] - h)
        let difference = (value(of: y, x.name, i, up) - value(of: y, x.name, i, down)) / (2 * h)
        worst = max(worst, abs(difference - slope.values[i]) / max(1, abs(difference)))
      }
    }
    return worst
  }

  private func value(of y: Value, _ name: String, _ element: Int, _ changed: Double) -> Double {
    var sources = sources
    sources[name]?.values[element] = changed
    return graph.evaluate([y], sources)[0].values[0]
  }
}
