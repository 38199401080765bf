// Loads and stores that the kernels share. Addresses are untyped; alignment is that of the element.

@inline(__always)
func load<V: BitwiseCopyable>(_ pointer: UnsafeRawPointer, _ type: V.Type) -> V {
  pointer.loadUnaligned(as: V.self)
}

@inline(__always)
func load<V: BitwiseCopyable>(_ pointer: UnsafeMutableRawPointer, _ type: V.Type) -> V {
  UnsafeRawPointer(pointer).loadUnaligned(as: V.self)
}

@inline(__always)
func store<V: BitwiseCopyable>(_ value: V, _ pointer: UnsafeMutableRawPointer) {
  pointer.storeBytes(of: value, as: V.self)
}

/// Copies `count` bytes between places that do not overlap.
@inline(__always)
func copyBytes(from source: UnsafeRawPointer, to destination: UnsafeMutableRawPointer, count: Int) {
  destination.copyMemory(from: source, byteCount: count)
}

/// Stores the first `count` lanes (0 < count ≤ lanes).
@inline(__always)
func storeFirst<V: SIMD & BitwiseCopyable>(_ value: V, _ count: Int, _ pointer: UnsafeMutableRawPointer) {
  var copy = value
  withUnsafePointer(to: &copy) {
    pointer.copyMemory(from: $0, byteCount: count &* MemoryLayout<V.Scalar>.size)
  }
}

/// Sets `count` bytes to zero.
@inline(__always)
func clear(_ pointer: UnsafeMutableRawPointer, count: Int) {
  pointer.initializeMemory(as: UInt8.self, repeating: 0, count: count)
}
