import CPUFeatures
import KernelsBase
import ZKernelsV3
import ZKernelsV4

/// One of the instruction sets that the kernels are compiled for. Results are the same on all of them.
package enum InstructionSet: String, CaseIterable, Sendable, Comparable {
  /// Any x86-64 processor (SSE2): correct, slow.
  case base
  /// AVX2 and FMA (x86-64-v3).
  case avx2
  /// AVX-512 F, BW, CD, DQ, VL (x86-64-v4).
  case avx512

  /// The instruction set of this name (`base`, `avx2`, `avx512`), or nil.
  package init?(named name: String) { self.init(rawValue: name) }

  /// Whether this machine's processor runs it.
  package var isAvailable: Bool {
    switch self {
    case .base: true
    case .avx2: cs_has_avx2() != 0
    case .avx512: cs_has_avx512() != 0
    }
  }

  /// Every one that this machine's processor runs, base first.
  package static var available: [InstructionSet] { allCases.filter(\.isAvailable) }

  /// The fastest one that this machine's processor runs.
  package static var best: InstructionSet { cs_has_avx512() != 0 ? .avx512 : cs_has_avx2() != 0 ? .avx2 : .base }

  package static func < (a: InstructionSet, b: InstructionSet) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .base: 0
    case .avx2: 1
    case .avx512: 2
    }
  }

  /// Runs one chunk of an instruction with this set's kernels (`execute` of the kernel targets).
  @inline(__always)
  func execute(
    _ instruction: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ chunk: Int,
    _ scratch: UnsafeMutableRawPointer
  ) {
    switch self {
    case .base: KernelsBase.execute(instruction, arena, chunk, scratch)
    case .avx2: ZKernelsV3.execute(instruction, arena, chunk, scratch)
    case .avx512: ZKernelsV4.execute(instruction, arena, chunk, scratch)
    }
  }
}

extension InstructionSet {
  /// Runs segments with this set's kernels (`runSegments` of the kernel targets).
  @inline(__always)
  func run(
    _ segments: UnsafePointer<cs_segment>, _ count: Int, _ arena: UnsafeMutableRawPointer,
    _ scratch: UnsafeMutableRawPointer
  ) {
    switch self {
    case .base: KernelsBase.runSegments(segments, count, arena, scratch)
    case .avx2: ZKernelsV3.runSegments(segments, count, arena, scratch)
    case .avx512: ZKernelsV4.runSegments(segments, count, arena, scratch)
    }
  }
}

extension InstructionSet {
  /// Runs 12 chains of `length` fused multiply-adds in registers, the fastest that this set can go; returns the
  /// floating-point operations done.
  package func runPeakLoop(float64: Bool, length: Int) -> Int {
    var sink = 0.0
    return switch self {
    case .base: KernelsBase.runPeakLoop(float64: float64, length: length, sink: &sink)
    case .avx2: ZKernelsV3.runPeakLoop(float64: float64, length: length, sink: &sink)
    case .avx512: ZKernelsV4.runPeakLoop(float64: float64, length: length, sink: &sink)
    }
  }
}
