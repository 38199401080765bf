import CPUFeatures

/// Memory that will be worked on next: rows of bytes. Product tiles ask for it cache line by cache line while they compute, so that
/// waiting and computing go on at the same time.
struct Ahead {
  private var next: UnsafeRawPointer
  private var rowEnd: UnsafeRawPointer
  /// From the last line of a row to the next row, and from row to row.
  private var jump, stride: Int
  /// Lines that are left.
  private var left: Int
  /// What comes when none is left.
  var following: UnsafeMutablePointer<Ahead>?

  /// `rows` rows of `bytes` bytes.
  @inline(__always)
  init(_ start: UnsafeRawPointer, bytes: Int, rows: Int = 1, stride: Int = 0) {
    // A row that does not start with a line reaches into one more.
    let lines = (bytes &+ 63) / 64 &+ (stride % 64 == 0 ? 0 : 1)
    next = start
    rowEnd = start + lines &* 64
    jump = stride &- lines &* 64
    self.stride = stride
    left = bytes == 0 ? 0 : lines &* rows
  }

  /// `bytes` bytes in one place, then `secondBytes` in another.
  @inline(__always)
  init(_ start: UnsafeRawPointer, bytes: Int, then second: UnsafeRawPointer, secondBytes: Int) {
    self.init(start, bytes: bytes)
    let lines = (secondBytes &+ 63) / 64
    jump = second - rowEnd
    stride = second + lines &* 64 - rowEnd
    left &+= lines
  }

  /// Nothing.
  @inline(__always)
  init() {
    next = UnsafeRawPointer(bitPattern: 64).unsafelyUnwrapped
    rowEnd = next
    jump = 0
    stride = 0
    left = 0
  }

  /// Whether all has been asked for.
  @inline(__always)
  var isDone: Bool { left == 0 && following == nil }

  /// Asks for a few lines.
  @inline(__always)
  mutating func step() {
    if left == 0, let following { self = following.pointee }
    for _ in 0..<min(left, 8) {
      cs_prefetch(next)
      left &-= 1
      next += 64
      if next >= rowEnd {
        next += jump
        rowEnd += stride
      }
    }
  }
}
