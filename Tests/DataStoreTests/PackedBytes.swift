import DataStore

/// Makes small archives and pickles byte by byte, without a compressor.
enum PackedBytes {
  static func little(_ value: Int, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// One stored deflate block.
  static func deflated(_ content: [UInt8]) -> [UInt8] {
    precondition(content.count < 65536, "a stored block is short")
    return [1] + little(content.count, 2) + little(~content.count, 2) + content
  }

  static func gzip(_ content: [UInt8]) -> [UInt8] {
    [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255] + deflated(content)
      + little(Int(Inflate.checksum(content)), 4) + little(content.count, 4)
  }

  /// A zip archive with one member, stored or deflated.
  static func zip(_ name: String, _ content: [UInt8], isDeflated: Bool, damage: UInt8 = 0) -> [UInt8] {
    var packed = isDeflated ? deflated(content) : content
    if damage != 0 { packed[packed.count - 1] ^= damage }
    let sizes = little(Int(Inflate.checksum(content)), 4) + little(packed.count, 4) + little(content.count, 4)
    let method: [UInt8] = [isDeflated ? 8 : 0, 0]
    let path = Array(name.utf8)
    let local =
      little(0x0403_4B50, 4) + [20, 0, 0, 0] + method + [0, 0, 0, 0] + sizes + little(path.count, 2) + [0, 0]
      + path + packed
    let central =
      little(0x0201_4B50, 4) + [20, 0, 20, 0, 0, 0] + method + [0, 0, 0, 0] + sizes + little(path.count, 2)
      + [UInt8](repeating: 0, count: 16) + path
    let end =
      little(0x0605_4B50, 4) + [0, 0, 0, 0, 1, 0, 1, 0] + little(central.count, 4) + little(local.count, 4)
      + [0, 0]
    return local + central + end
  }

  /// The instructions that make one array, as NumPy 1 wrote them in protocol 2.
  static func array(_ type: String, _ shape: [Int], _ content: [UInt8], order: String = "<") -> [UInt8] {
    func integer(_ value: Int) -> [UInt8] { [UInt8(ascii: "J")] + little(value, 4) }
    func short(_ text: String) -> [UInt8] { [UInt8(ascii: "U"), UInt8(text.utf8.count)] + Array(text.utf8) }
    func name(_ text: String) -> [UInt8] { [UInt8(ascii: "c")] + Array(text.utf8) }
    let bare =
      name("numpy.core.multiarray\n_reconstruct\n") + name("numpy\nndarray\n") + integer(0) + [0x85]
      + short("b") + [0x87, UInt8(ascii: "R")]
    let element =
      name("numpy\ndtype\n") + short(type) + integer(0) + integer(1) + [0x87, UInt8(ascii: "R")]
      + [UInt8(ascii: "(")] + integer(3) + short(order) + Array("NNN".utf8) + integer(-1) + integer(-1)
      + integer(0) + Array("tb".utf8)
    let sizes = [UInt8(ascii: "(")] + shape.flatMap(integer) + [UInt8(ascii: "t")]
    let bytes = [UInt8(ascii: "T")] + little(content.count, 4) + content
    return bare + [UInt8(ascii: "(")] + integer(1) + sizes + element + [0x89] + bytes + Array("tb".utf8)
  }

  static func pickle(_ parts: [UInt8]...) -> [UInt8] {
    [0x80, 2, UInt8(ascii: "(")] + parts.flatMap { $0 } + Array("t.".utf8)
  }

  static func bytes(_ x: [Float]) -> [UInt8] { x.flatMap { little(Int($0.bitPattern), 4) } }
  static func bytes(_ x: [Int64]) -> [UInt8] { x.flatMap { little(Int($0), 8) } }
}
