extension NPY {
  /// Reads a `.npy` file of version 1, 2 or 3.
  ///
  /// Accepts floats of 4 and 8 bytes, integers of 1 to 8 bytes and booleans, either byte order, either
  /// storage order; narrow integers widen to the next type of `NumericArray`. Throws `malformed`
  /// naming what is not accepted, and checks the size before it allocates.
  package static func decode(_ bytes: [UInt8], name: String) throws(ResultsFailure) -> NumericArray {
    func problem(_ sentence: String) -> ResultsFailure { .malformed(path: name, problem: sentence) }
    guard bytes.count >= 12, bytes.starts(with: [0x93] + Array("NUMPY".utf8)) else {
      throw problem("it does not begin like an npy file")
    }
    let isFirst = bytes[6] == 1
    guard (1...3).contains(bytes[6]) else { throw problem("npy version \(bytes[6]) is not known") }
    let start = isFirst ? 10 : 12
    let length = bytes[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= 65536, start + length <= bytes.count else { throw problem("the header is cut off") }
    let header = try NPYHeader(parsing: bytes[start..<start + length], name: name)

    guard let type = ElementType(descriptor: header.descriptor) else {
      throw problem(
        "element type `\(header.descriptor)` is not read; write float32, float64 or integers")
    }
    guard let count = NumericArray.count(of: header.shape) else {
      throw problem("its shape \(header.shape) is too large")
    }
    let (needed, overflow) = count.multipliedReportingOverflow(by: type.width)
    let content = bytes[(start + length)...]
    guard !overflow, needed == content.count else {
      throw problem(
        "shape \(header.shape) of `\(header.descriptor)` needs \(overflow ? "too many" : "\(needed)") bytes, "
          + "the file has \(content.count)")
    }
    guard let elements = type.elements(count, from: content) else {
      throw problem("an unsigned number is beyond the range of int64")
    }
    let shape = header.isFortranOrder ? Array(header.shape.reversed()) : header.shape
    let array = NumericArray(elements, shape: shape)
    return header.isFortranOrder ? array.axesReversed() : array
  }
}

/// How a file's elements are stored.
private struct ElementType {
  let kind: Character
  let width: Int
  let isSwapped: Bool

  init?(descriptor: String) {
    var text = descriptor[...]
    guard let order = text.popFirst(), "<>|=".contains(order), let kind = text.popFirst(),
      let width = Int(text)
    else { return nil }
    let known: [Character: [Int]] = ["f": [4, 8], "i": [1, 2, 4, 8], "u": [1, 2, 4, 8], "b": [1]]
    guard known[kind]?.contains(width) == true else { return nil }
    self.kind = kind
    self.width = width
    isSwapped = order == ">"
  }

  func elements(_ count: Int, from content: ArraySlice<UInt8>) -> NumericArray.Elements? {
    let bytes = isSwapped ? swapped(content)[...] : content
    switch (kind, width) {
    case ("f", 4): return .float32(NumericArray.elements(Float.self, count, from: bytes))
    case ("f", 8): return .float64(NumericArray.elements(Double.self, count, from: bytes))
    case ("i", 1): return .int32(NumericArray.elements(Int8.self, count, from: bytes).map { Int32($0) })
    case ("i", 2): return .int32(NumericArray.elements(Int16.self, count, from: bytes).map { Int32($0) })
    case ("i", 4): return .int32(NumericArray.elements(Int32.self, count, from: bytes))
    case ("i", 8): return .int64(NumericArray.elements(Int64.self, count, from: bytes))
    case ("u", 1), ("b", 1): return .uint8(Array(bytes))
    case ("u", 2): return .int32(NumericArray.elements(UInt16.self, count, from: bytes).map { Int32($0) })
    case ("u", 4): return .int64(NumericArray.elements(UInt32.self, count, from: bytes).map { Int64($0) })
    default:
      let wide = NumericArray.elements(UInt64.self, count, from: bytes)
      guard wide.allSatisfy({ $0 <= UInt64(Int64.max) }) else { return nil }
      return .int64(wide.map { Int64($0) })
    }
  }

  private func swapped(_ content: ArraySlice<UInt8>) -> [UInt8] {
    var bytes = Array(content)
    for start in stride(from: 0, to: bytes.count, by: width) {
      bytes[start..<start + width].reverse()
    }
    return bytes
  }
}

extension NumericArray {
  /// The array with its axes in the opposite order: turns a column-major file into a row-major array.
  fileprivate func axesReversed() -> NumericArray {
    let target = Array(shape.reversed())
    // Step of each target axis in the source: the source's axis k is the target's axis rank-1-k.
    var steps = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropFirst() { steps[axis] = steps[axis - 1] * target[axis - 1] }
    var order: [Int] = []
    order.reserveCapacity(count)
    var index = [Int](repeating: 0, count: target.count)
    for _ in 0..<count {
      order.append(zip(index, steps).reduce(0) { $0 + $1.0 * $1.1 })
      var axis = target.count - 1
      while axis >= 0 {
        index[axis] += 1
        if index[axis] < target[axis] { break }
        index[axis] = 0
        axis -= 1
      }
    }
    switch elements {
    case .float32(let x): return NumericArray(order.map { x[$0] }, shape: target)
    case .float64(let x): return NumericArray(order.map { x[$0] }, shape: target)
    case .int32(let x): return NumericArray(order.map { x[$0] }, shape: target)
    case .int64(let x): return NumericArray(order.map { x[$0] }, shape: target)
    case .uint8(let x): return NumericArray(order.map { x[$0] }, shape: target)
    }
  }
}
