import Glibc

/// Bytes of a large page.
package let largePageBytes = 2 << 20

/// Asks for large pages where memory is large enough for some: the system then hands out 512 usual pages at once. Advice that is not taken
/// changes the speed and nothing else.
package func adviseLargePages(_ base: UnsafeMutableRawPointer, byteCount: Int) {
  let start = UnsafeMutableRawPointer(bitPattern: (UInt(bitPattern: base) + 4095) & ~4095)
  guard byteCount >= 2 * largePageBytes, let start else { return }
  madvise(start, byteCount - base.distance(to: start), MADV_HUGEPAGE)
}
