import ExperimentGraph
import Kernels
import TensorGraph

/// The masks of dropout layers in the arena, drawn anew for every update: what update k draws for a layer depends on the seed, the layer's
/// name and k alone.
struct MaskNoise: ~Copyable {
  private struct Mask {
    let stream: RandomStream
    /// Numbers for one sample.
    let size: Int
    let keep: Double
    let samples: Int
    let place: UnsafeMutableRawPointer
  }

  private let masks: UnsafeMutableBufferPointer<Mask>
  private let draws: UnsafeMutableBufferPointer<Double>
  private let precision: Precision

  init(_ experiment: ExperimentGraph, _ programs: ExperimentPrograms, in arena: borrowing Arena) {
    var all: [Mask] = []
    for mask in experiment.model.masks {
      for samples in programs.batches.sizes {
        let slot = programs.slot(SlotName.mask(mask.name, samples))
        all.append(
          Mask(
            stream: RandomStream(seed: experiment.seed, name: "train.dropout.\(mask.name)"), size: mask.shape.count, keep: mask.keep,
            samples: samples, place: arena.base + slot.offset))
      }
    }
    masks = .allocate(capacity: all.count)
    _ = masks.initialize(from: all)
    draws = .allocate(capacity: all.map { $0.size * $0.samples }.max() ?? 0)
    draws.initialize(repeating: 0)
    precision = programs.plan.layout.precision
  }

  deinit {
    masks.deinitialize()
    masks.deallocate()
    draws.deallocate()
  }

  /// Makes the arena hold the masks of update number `step` with a batch of so many samples.
  func draw(_ step: Int, samples: Int) {
    for mask in masks where mask.samples == samples {
      let numbers = UnsafeMutableBufferPointer(rebasing: draws[..<(mask.size * samples)])
      mask.stream.substream(UInt64(step)).fillUniform(numbers)
      let kept = 1 / mask.keep
      switch precision {
      case .float32:
        let target = mask.place.assumingMemoryBound(to: Float.self)
        for index in numbers.indices { target[index] = numbers[index] < mask.keep ? Float(kept) : 0 }
      case .float64:
        let target = mask.place.assumingMemoryBound(to: Double.self)
        for index in numbers.indices { target[index] = numbers[index] < mask.keep ? kept : 0 }
      }
    }
  }
}
