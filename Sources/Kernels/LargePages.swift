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

/// Memory straight from the system, zero at first, from a multiple of a large page on.
struct ZeroedPages {
  let base: UnsafeMutableRawPointer
  private let mapping: UnsafeMutableRawPointer
  private let mappedBytes: Int

  /// Ends the program where there is no memory, as allocations do.
  init(byteCount: Int) {
    mappedBytes = byteCount + largePageBytes
    guard let mapping = mmap(nil, mappedBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), mapping != MAP_FAILED else {
      preconditionFailure("the system has no \(byteCount) bytes of memory")
    }
    self.mapping = mapping
    let ahead = largePageBytes - 1
    base = mapping + ((Int(bitPattern: mapping) + ahead) & ~ahead) - Int(bitPattern: mapping)
  }

  func free() { munmap(mapping, mappedBytes) }
}
