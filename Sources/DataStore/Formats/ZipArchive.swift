/// A zip archive in memory: members by name, stored or deflated, checked by length and CRC-32.
/// No encryption, no parts, nothing beyond 4 GiB. Source: PKWARE APPNOTE.TXT 6.3, sections 4.3 and 4.4.
package struct ZipArchive {
  private struct Member {
    let name: [UInt8]
    let method: Int
    let checksum: UInt32
    let packed: Int
    let unpacked: Int
    let header: Int
  }

  private let bytes: [UInt8]
  private let name: String
  private let members: [Member]

  /// Reads the central directory. Throws `malformed`.
  package init(_ bytes: [UInt8], name: String) throws(DataFailure) {
    self.bytes = bytes
    self.name = name
    members = try ZipArchive.directory(bytes, name)
  }

  /// The bytes of a member of at most `limit` bytes.
  package func content(of path: String, limit: Int) throws(DataFailure) -> [UInt8] {
    let wanted = Array(path.utf8)
    guard let member = members.first(where: { $0.name == wanted }) else {
      throw problem("it has no member `\(path)`")
    }
    guard member.unpacked <= limit else {
      throw problem("`\(path)` has \(member.unpacked) bytes, more than the \(limit) accepted")
    }
    // The local header repeats the name and may have other extra fields than the directory.
    let header = member.header
    guard header + 30 <= bytes.count, number(header, 4) == 0x0403_4B50 else {
      throw problem("`\(path)` has no local header")
    }
    let start = header + 30 + number(header + 26, 2) + number(header + 28, 2)
    guard start + member.packed <= bytes.count else { throw problem("`\(path)` is cut off") }
    let packed = bytes[start..<(start + member.packed)]
    let content: [UInt8]
    switch member.method {
    case 0 where member.packed == member.unpacked: content = Array(packed)
    case 8: content = try Inflate.deflated(packed, count: member.unpacked, name: path)
    default: throw problem("`\(path)` is packed by method \(member.method), only 0 and 8 are read")
    }
    guard Inflate.checksum(content) == member.checksum else { throw problem("`\(path)` is damaged") }
    return content
  }

  private func problem(_ sentence: String) -> DataFailure { .malformed(path: name, problem: sentence) }

  private func number(_ offset: Int, _ width: Int) -> Int { ZipArchive.number(bytes, offset, width) }

  private static func number(_ bytes: [UInt8], _ offset: Int, _ width: Int) -> Int {
    bytes[offset..<(offset + width)].reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  private static func directory(_ bytes: [UInt8], _ name: String) throws(DataFailure) -> [Member] {
    let cut = DataFailure.malformed(path: name, problem: "it is not a whole zip archive")
    // The end record is the last thing but a comment of at most 65,535 bytes.
    let first = max(0, bytes.count - 22 - 65535)
    guard bytes.count >= 22,
      let end = (first...(bytes.count - 22)).reversed().first(where: { number(bytes, $0, 4) == 0x0605_4B50 })
    else { throw cut }
    let count = number(bytes, end + 10, 2)
    var place = number(bytes, end + 16, 4)
    var members: [Member] = []
    for _ in 0..<count {
      guard place + 46 <= end, number(bytes, place, 4) == 0x0201_4B50 else { throw cut }
      let nameLength = number(bytes, place + 28, 2)
      let next = place + 46 + nameLength + number(bytes, place + 30, 2) + number(bytes, place + 32, 2)
      guard next <= end else { throw cut }
      guard number(bytes, place + 8, 2) & 1 == 0 else {
        throw .malformed(path: name, problem: "it is encrypted")
      }
      members.append(
        Member(
          name: Array(bytes[(place + 46)..<(place + 46 + nameLength)]), method: number(bytes, place + 10, 2),
          checksum: UInt32(number(bytes, place + 16, 4)), packed: number(bytes, place + 20, 4),
          unpacked: number(bytes, place + 24, 4), header: number(bytes, place + 42, 4)))
      place = next
    }
    return members
  }
}
