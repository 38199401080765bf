/// The `.npy` format, version 1.0: a magic word, a header as a Python literal padded to 64 bytes, and
/// the raw elements. Source: NumPy Enhancement Proposal 1.
package enum NPY {
  /// The whole file of an array, the same bytes on every machine.
  package static func encode(_ array: NumericArray) -> [UInt8] {
    pieces(array).flatMap { $0 }
  }

  /// The same in pieces.
  static func pieces(_ array: NumericArray) -> FilePieces { FilePieces(header: header(of: array), arrays: [array]) }

  /// Magic word, version, header length and header.
  static func header(of array: NumericArray) -> [UInt8] {
    let type: String
    switch array.elements {
    case .float32: type = "<f4"
    case .float64: type = "<f8"
    case .int32: type = "<i4"
    case .int64: type = "<i8"
    case .uint8: type = "|u1"
    }
    let sizes = array.shape.map(String.init).joined(separator: ", ")
    let shape = array.shape.count == 1 ? "(\(sizes),)" : "(\(sizes))"
    var text = "{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }"
    let unpadded = 10 + text.utf8.count + 1
    text += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
    let length = text.utf8.count
    precondition(length < 65536, "an array of rank \(array.shape.count) does not fit the npy header")
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 255), UInt8(length >> 8)] + Array(text.utf8)
  }
}
