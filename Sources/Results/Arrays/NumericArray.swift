/// A dense array of numbers in row-major order, as files hold it.
package struct NumericArray: Sendable, Equatable {
  /// The elements, by type.
  package enum Elements: Sendable, Equatable {
    case float32([Float])
    case float64([Double])
    case int32([Int32])
    case int64([Int64])
    case uint8([UInt8])

    /// How many there are.
    package var count: Int {
      switch self {
      case .float32(let x): return x.count
      case .float64(let x): return x.count
      case .int32(let x): return x.count
      case .int64(let x): return x.count
      case .uint8(let x): return x.count
      }
    }
  }

  /// Any rank; `[]` is one number.
  package let shape: [Int]
  /// As many as the product of the sizes.
  package let elements: Elements

  /// - Precondition: no size is negative, and their product is the number of elements.
  package init(_ elements: Elements, shape: [Int]) {
    precondition(
      NumericArray.count(of: shape) == elements.count,
      "an array of shape \(shape) is given \(elements.count) elements")
    self.shape = shape
    self.elements = elements
  }

  /// The same, from elements of each type.
  package init(_ x: [Float], shape: [Int]) { self.init(.float32(x), shape: shape) }
  package init(_ x: [Double], shape: [Int]) { self.init(.float64(x), shape: shape) }
  package init(_ x: [Int32], shape: [Int]) { self.init(.int32(x), shape: shape) }
  package init(_ x: [Int64], shape: [Int]) { self.init(.int64(x), shape: shape) }
  package init(_ x: [UInt8], shape: [Int]) { self.init(.uint8(x), shape: shape) }

  /// How many elements.
  package var count: Int { elements.count }

  /// The product of the sizes; nil when one is negative or the product overflows.
  package static func count(of shape: [Int]) -> Int? {
    var total = 1
    for size in shape {
      guard size >= 0 else { return nil }
      let (product, overflow) = total.multipliedReportingOverflow(by: size)
      guard !overflow else { return nil }
      total = product
    }
    return total
  }

  /// Every element as a `Double`; exact but for 64-bit integers beyond 2^53.
  package func doubles() -> [Double] {
    switch elements {
    case .float32(let x): return x.map(Double.init)
    case .float64(let x): return x
    case .int32(let x): return x.map(Double.init)
    case .int64(let x): return x.map(Double.init)
    case .uint8(let x): return x.map(Double.init)
    }
  }

  /// Every element as a `Float`, rounded to nearest.
  package func floats() -> [Float] {
    switch elements {
    case .float32(let x): return x
    case .float64(let x): return x.map { Float($0) }
    case .int32(let x): return x.map { Float($0) }
    case .int64(let x): return x.map { Float($0) }
    case .uint8(let x): return x.map { Float($0) }
    }
  }

  /// The index of the element at a place of the row-major order, as `[10,303]`.
  package func place(of index: Int) -> String {
    var rest = index
    var parts: [String] = []
    for size in shape.reversed() where size > 0 {
      parts.append(String(rest % size))
      rest /= size
    }
    return "[" + parts.reversed().joined(separator: ",") + "]"
  }

  /// 16 hexadecimal digits that stand for type, shape and bits of the array in `trace.csv`: the
  /// beginning of the SHA-256 of its `.npy` file.
  package var traceDigest: String {
    var stream = DigestStream()
    stream.update(NPY.header(of: self))
    stream.update(littleEndianBytes())
    return String(stream.value().hex.prefix(16))
  }
}

/// An array under a name, as a checkpoint or a snapshot holds it.
package struct NamedArray: Sendable, Equatable {
  /// `hidden.weight`.
  package let name: String
  package let array: NumericArray

  package init(_ name: String, _ array: NumericArray) {
    self.name = name
    self.array = array
  }
}
