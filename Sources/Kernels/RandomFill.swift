import KernelsBase
import ZKernelsV3
import ZKernelsV4

extension RandomStream {
  private enum Kind: Int32 {
    case uniform = 0
    case normal = 1
  }

  /// target[i] = lower + (upper − lower)·uniform(at: first + i), fused in double; a float is rounded
  /// once more, and may then equal `upper`.
  package func fillUniform(
    _ target: UnsafeMutableBufferPointer<Double>, from lower: Double = 0, to upper: Double = 1, first: UInt64 = 0,
    on set: InstructionSet = .best
  ) {
    fill(target, .uniform, scale: upper - lower, shift: lower, first, set)
  }

  /// target[i] = lower + (upper − lower)·uniform(at: first + i), fused in double, rounded to float.
  package func fillUniform(
    _ target: UnsafeMutableBufferPointer<Float>, from lower: Double = 0, to upper: Double = 1, first: UInt64 = 0,
    on set: InstructionSet = .best
  ) {
    fill(target, .uniform, scale: upper - lower, shift: lower, first, set)
  }

  /// target[i] = mean + standardDeviation·normal(at: first + i), fused in double.
  package func fillNormal(
    _ target: UnsafeMutableBufferPointer<Double>, mean: Double = 0, standardDeviation: Double = 1,
    first: UInt64 = 0, on set: InstructionSet = .best
  ) {
    fill(target, .normal, scale: standardDeviation, shift: mean, first, set)
  }

  /// target[i] = mean + standardDeviation·normal(at: first + i), fused in double, rounded to float.
  package func fillNormal(
    _ target: UnsafeMutableBufferPointer<Float>, mean: Double = 0, standardDeviation: Double = 1, first: UInt64 = 0,
    on set: InstructionSet = .best
  ) {
    fill(target, .normal, scale: standardDeviation, shift: mean, first, set)
  }

  private func fill(
    _ target: UnsafeMutableBufferPointer<Double>, _ kind: Kind, scale: Double, shift: Double, _ first: UInt64,
    _ set: InstructionSet
  ) {
    guard let start = target.baseAddress else { return }
    switch set {
    case .base: KernelsBase.fillRandom(kind.rawValue, key, substream, first, scale, shift, start, target.count)
    case .avx2: ZKernelsV3.fillRandom(kind.rawValue, key, substream, first, scale, shift, start, target.count)
    case .avx512: ZKernelsV4.fillRandom(kind.rawValue, key, substream, first, scale, shift, start, target.count)
    }
  }

  private func fill(
    _ target: UnsafeMutableBufferPointer<Float>, _ kind: Kind, scale: Double, shift: Double, _ first: UInt64,
    _ set: InstructionSet
  ) {
    guard let start = target.baseAddress else { return }
    switch set {
    case .base: KernelsBase.fillRandom(kind.rawValue, key, substream, first, scale, shift, start, target.count)
    case .avx2: ZKernelsV3.fillRandom(kind.rawValue, key, substream, first, scale, shift, start, target.count)
    case .avx512: ZKernelsV4.fillRandom(kind.rawValue, key, substream, first, scale, shift, start, target.count)
    }
  }
}
