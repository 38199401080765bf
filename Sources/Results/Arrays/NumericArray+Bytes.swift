extension NumericArray {
  /// The elements as files hold them: little-endian, in order.
  ///
  /// - Parameter canonicalNaN: writes every NaN with one bit pattern, so that the sign and payload the
  ///   processor happened to leave cannot change a digest. Off only for a snapshot to resume from.
  package func littleEndianBytes(canonicalNaN: Bool = true) -> [UInt8] {
    switch elements {
    case .float32(let x):
      let quiet = Float(bitPattern: 0x7FC0_0000)
      if canonicalNaN && x.contains(where: \.isNaN) { return raw(x.map { $0.isNaN ? quiet : $0 }) }
      return raw(x)
    case .float64(let x):
      let quiet = Double(bitPattern: 0x7FF8_0000_0000_0000)
      if canonicalNaN && x.contains(where: \.isNaN) { return raw(x.map { $0.isNaN ? quiet : $0 }) }
      return raw(x)
    case .int32(let x): return raw(x)
    case .int64(let x): return raw(x)
    case .uint8(let x): return x
    }
  }

  /// The bytes of the elements; every machine the tool runs on is little-endian.
  private func raw<Element: BitwiseCopyable>(_ x: [Element]) -> [UInt8] {
    #if _endian(big)
      #error("condensespec writes arrays on little-endian machines only")
    #endif
    return x.withUnsafeBytes { Array($0) }
  }

  /// Reads `count` elements of a type from little-endian bytes.
  ///
  /// - Precondition: `bytes` holds exactly `count` elements.
  package static func elements<Element: BitwiseCopyable>(
    _ type: Element.Type, _ count: Int, from bytes: ArraySlice<UInt8>
  ) -> [Element] {
    precondition(
      bytes.count == count * MemoryLayout<Element>.stride,
      "\(bytes.count) bytes are read as \(count) elements of \(MemoryLayout<Element>.stride)")
    return [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
      initialized = count
    }
  }
}
