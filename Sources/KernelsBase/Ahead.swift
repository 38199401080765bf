import CPUFeatures

/// Memory that will be worked on next, asked for a few cache lines at a time while there is something to compute.
struct Ahead {
  private var next: UnsafeRawPointer
  private let end: UnsafeRawPointer
  private var secondNext: UnsafeRawPointer
  private let secondEnd: UnsafeRawPointer
  /// Bytes asked for at each step.
  private let stride, secondStride: Int

  /// `bytes` bytes from `start` and `secondBytes` from `second` on, within `steps` steps.
  @inline(__always)
  init(
    _ start: UnsafeMutableRawPointer, _ bytes: Int, _ second: UnsafeMutableRawPointer, _ secondBytes: Int, steps: Int
  ) {
    next = UnsafeRawPointer(start)
    end = next + bytes
    secondNext = UnsafeRawPointer(second)
    secondEnd = secondNext + secondBytes
    stride = (bytes / max(1, steps) &+ 64) / 64 &* 64
    secondStride = (secondBytes / max(1, steps) &+ 64) / 64 &* 64
  }

  @inline(__always)
  mutating func step() {
    next = Self.fetch(next, min(next + stride, end))
    secondNext = Self.fetch(secondNext, min(secondNext + secondStride, secondEnd))
  }

  @inline(__always)
  private static func fetch(_ start: UnsafeRawPointer, _ end: UnsafeRawPointer) -> UnsafeRawPointer {
    var next = start
    while next < end {
      cs_prefetch(next)
      next += 64
    }
    return next
  }
}
