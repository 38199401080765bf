/// The memory that instructions work in: one allocation, 64-byte aligned, zero at first, freed once.
///
/// A large one consists of zeroed pages of the system, which are handed out when something touches them: an arena of which little is used
/// costs little. It asks for large pages: matrices are read across their rows, and each row lies on a page of its own.
///
/// Offsets are bytes from its start. Behind the last byte lie 256 spare ones, which kernels may read and never write.
package struct Arena: ~Copyable {
  /// The first byte.
  package let base: UnsafeMutableRawPointer
  /// Bytes that can be used.
  package let byteCount: Int
  /// The pages of a large one.
  private let pages: ZeroedPages?

  package init(byteCount: Int) {
    precondition(byteCount >= 0, "an arena cannot have a negative size")
    self.byteCount = byteCount
    if byteCount >= 2 * largePageBytes {
      let pages = ZeroedPages(byteCount: byteCount + 256)
      self.pages = pages
      base = pages.base
      adviseLargePages(base, byteCount: byteCount)
    } else {
      pages = nil
      base = .allocate(byteCount: byteCount + 256, alignment: 64)
      base.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount + 256)
    }
  }

  deinit {
    if let pages { pages.free() } else { base.deallocate() }
  }

  /// Writes `values` at `offset`.
  package func write<T: BitwiseCopyable>(_ values: [T], at offset: Int) {
    values.withUnsafeBufferPointer { write($0, at: offset) }
  }

  /// Writes `values` at `offset`.
  package func write<T: BitwiseCopyable>(_ values: UnsafeBufferPointer<T>, at offset: Int) {
    let bytes = UnsafeRawBufferPointer(values)
    check(offset, bytes.count)
    if let source = bytes.baseAddress { (base + offset).copyMemory(from: source, byteCount: bytes.count) }
  }

  /// The `count` values at `offset`.
  package func read<T: BitwiseCopyable>(_ type: T.Type, at offset: Int, count: Int) -> [T] {
    check(offset, count * MemoryLayout<T>.stride)
    return Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      UnsafeMutableRawBufferPointer(buffer).copyMemory(
        from: UnsafeRawBufferPointer(start: base + offset, count: count * MemoryLayout<T>.stride))
      initialized = count
    }
  }

  /// The value at `offset`.
  package func read<T: BitwiseCopyable>(_ type: T.Type, at offset: Int) -> T {
    check(offset, MemoryLayout<T>.size)
    return (base + offset).loadUnaligned(as: type)
  }

  /// The memory of the `count` values at `offset`, for as long as the arena lives.
  package func slot<T: BitwiseCopyable>(_ type: T.Type, at offset: Int, count: Int) -> UnsafeMutableBufferPointer<T> {
    check(offset, count * MemoryLayout<T>.stride)
    precondition(offset % MemoryLayout<T>.alignment == 0, "the slot is not aligned for its type")
    return UnsafeMutableBufferPointer(
      start: (base + offset).assumingMemoryBound(to: type), count: count)
  }

  private func check(_ offset: Int, _ bytes: Int) {
    precondition(offset >= 0 && bytes >= 0 && offset <= byteCount - bytes, "the slot lies outside the arena")
  }
}
