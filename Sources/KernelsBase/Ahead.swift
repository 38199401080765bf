import CPUFeatures

/// Memory that will be worked on next, asked for a few cache lines at a time while there is something to compute.
struct Ahead {
  private var next: UnsafeRawPointer
  private let end: UnsafeRawPointer
  /// Bytes asked for at each step.
  private let stride: Int

  /// `bytes` bytes from `start` on, within `steps` steps.
  @inline(__always)
  init(_ start: UnsafeMutableRawPointer, _ bytes: Int, steps: Int) {
    next = UnsafeRawPointer(start)
    end = next + bytes
    stride = (bytes / max(1, steps) &+ 64) / 64 &* 64
  }

  @inline(__always)
  mutating func step() {
    let stop = min(next + stride, end)
    while next < stop {
      cs_prefetch(next)
      next += 64
    }
  }
}
