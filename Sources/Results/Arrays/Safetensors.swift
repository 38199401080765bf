/// The safetensors format: named arrays behind a JSON header.
///
/// Byte-stable: header keys and metadata are sorted, the header is padded with spaces to eight bytes,
/// the arrays lie by falling element width and then by name, so each is aligned to its type. Metadata
/// values are texts only, as the reference reader demands.
/// Source: github.com/huggingface/safetensors, "Format".
package enum Safetensors {
  private static let metadataKey = "__metadata__"

  /// The whole file.
  ///
  /// - Parameter canonicalNaN: see `NumericArray.littleEndianBytes(canonicalNaN:)`.
  /// - Precondition: names are unique and none is `__metadata__`.
  package static func encode(
    _ arrays: [NamedArray], metadata: [(String, String)] = [], canonicalNaN: Bool = true
  ) -> [UInt8] {
    pieces(arrays, metadata: metadata, canonicalNaN: canonicalNaN).flatMap { $0 }
  }

  /// The same in pieces.
  static func pieces(
    _ arrays: [NamedArray], metadata: [(String, String)] = [], canonicalNaN: Bool = true
  ) -> FilePieces {
    let inFile = arrays.sorted { a, b in
      let (wide, narrow) = (type(of: a.array).width, type(of: b.array).width)
      return wide != narrow ? wide > narrow : a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
    }
    var members: [(String, CanonicalJSON)] = []
    var offset = 0
    for item in inFile {
      precondition(item.name != metadataKey, "a tensor is named \(metadataKey)")
      let (name, width) = type(of: item.array)
      let end = offset + item.array.count * width
      members.append(
        (
          item.name,
          [
            "dtype": .string(name), "shape": .array(item.array.shape.map { .integer($0) }),
            "data_offsets": .array([.integer(offset), .integer(end)]),
          ]
        ))
      offset = end
    }
    if !metadata.isEmpty {
      members.append((metadataKey, .object(metadata.map { ($0.0, .string($0.1)) })))
    }
    var header = Array(CanonicalJSON.object(members).compactText.utf8)
    while header.count % 8 != 0 { header.append(0x20) }
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
    return FilePieces(header: length + header, arrays: inFile.map(\.array), canonicalNaN: canonicalNaN)
  }

  /// Reads a file: arrays sorted by name, metadata sorted by key. Throws `malformed` for a header that
  /// does not describe the bytes without holes or overlaps, or for an element type that is not read.
  package static func decode(
    _ bytes: [UInt8], name: String
  ) throws(ResultsFailure) -> (arrays: [NamedArray], metadata: [(String, String)]) {
    func problem(_ sentence: String) -> ResultsFailure { .malformed(path: name, problem: sentence) }
    guard bytes.count >= 8 else { throw problem("it is cut off before its header") }
    let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= 100_000_000, 8 + Int(length) <= bytes.count else { throw problem("its header is cut off") }
    let start = 8 + Int(length)
    guard case .members(let members) = try CanonicalJSON(parsing: Array(bytes[8..<start]), name: name) else {
      throw problem("its header is not an object")
    }
    var arrays: [NamedArray] = []
    var metadata: [(String, String)] = []
    var spans: [(Int, Int)] = []
    for member in members {
      if member.key == metadataKey {
        metadata = try texts(member.value, problem("its metadata holds something else than texts"))
        continue
      }
      guard let tensor = Entry(member.value) else { throw problem("tensor `\(member.key)` is not described") }
      guard tensor.end <= bytes.count - start else { throw problem("tensor `\(member.key)` is cut off") }
      spans.append((tensor.begin, tensor.end))
      arrays.append(NamedArray(member.key, tensor.array(in: bytes[start...])))
    }
    var end = 0
    for span in spans.sorted(by: { $0 < $1 }) {
      guard span.0 == end else { throw problem("its tensors overlap or leave holes") }
      end = span.1
    }
    guard end == bytes.count - start else { throw problem("bytes follow the last tensor") }
    return (arrays, metadata)
  }

  private static func texts(
    _ value: CanonicalJSON, _ failure: ResultsFailure
  ) throws(ResultsFailure) -> [(String, String)] {
    guard case .members(let members) = value else { throw failure }
    var found: [(String, String)] = []
    for member in members {
      guard let text = member.value.text else { throw failure }
      found.append((member.key, text))
    }
    return found
  }

  private static func type(of array: NumericArray) -> (name: String, width: Int) {
    switch array.elements {
    case .float32: return ("F32", 4)
    case .float64: return ("F64", 8)
    case .int32: return ("I32", 4)
    case .int64: return ("I64", 8)
    case .uint8: return ("U8", 1)
    }
  }

  /// One tensor of a header, with sizes that agree.
  private struct Entry {
    let type: String
    let shape: [Int]
    let count: Int
    let begin: Int
    let end: Int

    init?(_ value: CanonicalJSON) {
      guard let type = value["dtype"]?.text, let sizes = value["shape"]?.elements,
        let offsets = value["data_offsets"]?.elements, offsets.count == 2,
        let begin = offsets[0].int, let end = offsets[1].int, begin >= 0, end >= begin,
        let width = ["F32": 4, "F64": 8, "I32": 4, "I64": 8, "U8": 1][type]
      else { return nil }
      let shape = sizes.compactMap(\.int)
      guard shape.count == sizes.count, let count = NumericArray.count(of: shape),
        count <= Int.max / 8, count * width == end - begin
      else { return nil }
      self.type = type
      self.shape = shape
      self.count = count
      self.begin = begin
      self.end = end
    }

    func array(in content: ArraySlice<UInt8>) -> NumericArray {
      let bytes = content[(content.startIndex + begin)..<(content.startIndex + end)]
      switch type {
      case "F32": return NumericArray(NumericArray.elements(Float.self, count, from: bytes), shape: shape)
      case "F64": return NumericArray(NumericArray.elements(Double.self, count, from: bytes), shape: shape)
      case "I32": return NumericArray(NumericArray.elements(Int32.self, count, from: bytes), shape: shape)
      case "I64": return NumericArray(NumericArray.elements(Int64.self, count, from: bytes), shape: shape)
      default: return NumericArray(Array(bytes), shape: shape)
      }
    }
  }
}
