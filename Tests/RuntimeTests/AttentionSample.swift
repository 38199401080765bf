import GraphSamples
import Runtime
import TensorGraph

/// A training step of one or two layers of attention: numbers of samples, places, heads and key units around every edge of slabs and
/// vectors.
struct AttentionSample: CustomStringConvertible {
  let description: String
  let request: ProgramRequest

  /// Chosen by the seed.
  init(seed: UInt64) {
    var draws = Draws(seed: 5000 + seed)
    self.init(
      samples: draws.pick([1, 2, 3, 5, 16, 33, 64]), places: draws.pick([1, 2, 3, 8, 9, 16, 17, 33]), heads: draws.pick([1, 1, 2, 3]),
      size: draws.pick([1, 2, 4, 7, 16, 20]), layers: draws.pick([1, 1, 2]), isCausal: draws.integer(in: 0...1) == 0,
      readsLast: draws.integer(in: 0...2) == 0, isOfSecondOrder: draws.integer(in: 0...4) == 0)
  }

  /// - Parameters:
  ///   - size: key units of a head.
  ///   - isOfSecondOrder: whether the loss is the squared gradient of the loss that it would be.
  init(
    samples: Int, places: Int, heads: Int = 1, size: Int, layers: Int = 1, isCausal: Bool = true, readsLast: Bool = false,
    isOfSecondOrder: Bool = false
  ) {
    description = "\(samples) samples, \(places) places, \(heads) heads of \(size), \(layers) layers\(isCausal ? ", causal" : "")"
      + (readsLast ? ", the last place" : "") + (isOfSecondOrder ? ", second order" : "")
    var step = TrainingStep()
    let units = 5
    var x = step.input("x", [samples * places, units])
    for layer in 0..<layers {
      let parts = ["query", "key", "value"].map { name in
        let rows = step.dense(x, heads * size, "\(name)\(layer)", nil)
        let apart = step.graph.permute(step.graph.reshape(rows, [samples, places, heads, size]), [0, 2, 1, 3])
        return step.graph.reshape(apart, [samples * heads, places, size])
      }
      var scores = step.graph.multiply(step.graph.matmul(parts[0], parts[1], transposeB: true), 0.3)
      if isCausal {
        let hidden = (0..<places).flatMap { place in (0..<places).map { $0 > place ? -1e30 : 0 } }
        let mask = step.graph.constant(hidden, [places, places])
        scores = step.graph.add(scores, step.graph.broadcast(mask, to: [samples * heads, places, places], newAxes: [0]))
      }
      let weights = step.graph.softmax(step.graph.reshape(scores, [samples * heads * places, places]))
      let mixed = step.graph.matmul(step.graph.reshape(weights, [samples * heads, places, places]), parts[2])
      let together = step.graph.permute(step.graph.reshape(mixed, [samples, heads, places, size]), [0, 2, 1, 3])
      let output = step.dense(step.graph.reshape(together, [samples * places, heads * size]), units, "output\(layer)", nil)
      x = step.graph.add(x, output)
    }
    if readsLast {
      let sequences = step.graph.reshape(x, [samples, places, units])
      x = step.graph.slice(sequences, lower: [0, places - 1, 0], upper: [samples, places, units])
    }
    let loss = step.graph.mean(step.graph.square(x))
    step.minimize(isOfSecondOrder ? step.squaredGradient(of: loss) : loss, adam: false)
    request = step.request
  }
}
