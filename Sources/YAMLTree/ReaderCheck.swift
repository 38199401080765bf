import SourceDiagnostics

/// The mistakes of a file as a sequence of bytes. libyaml finds them too, but gives no line, and
/// takes UTF-16 in silence.
struct ReaderCheck {
  /// How many control characters are listed one by one.
  private static let listedLimit = 10

  private let file: FileID
  private let bytes: [UInt8]

  init(_ file: FileID, _ source: SourceFile) {
    self.file = file
    bytes = source.bytes
  }

  /// Everything wrong from `lower` on; empty when libyaml may read the text.
  /// - Complexity: O(n).
  func mistakes(from lower: Int) -> [Diagnostic] {
    if bytes.count > SourceFile.byteLimit {
      return [
        Diagnostic(
          .fileTooLarge, "the file is larger than 1 MiB (1048576 bytes), the most that a spec may have",
          at: range(0, 0), help: "keep data in files of their own and name them under `data`")
      ]
    }
    if let encoding = otherEncoding {
      return [
        Diagnostic(
          .notUTF8, "the file is written in \(encoding), but a spec is UTF-8", at: range(0, 0),
          help: "save the file as UTF-8")
      ]
    }
    return scan(from: lower)
  }

  private var otherEncoding: String? {
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return "UTF-32" }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
    // Without a byte-order mark, ASCII in UTF-16 or UTF-32 still has a zero byte beside its first
    // character.
    guard bytes.count >= 4, bytes[0..<4].contains(0), bytes[0..<4].contains(where: { $0 != 0 }) else {
      return nil
    }
    switch (bytes[0] == 0, bytes[1] == 0, bytes[2] == 0, bytes[3] == 0) {
    case (true, true, true, false), (false, true, true, true): return "UTF-32"
    case (true, false, true, false), (false, true, false, true): return "UTF-16"
    default: return nil
    }
  }

  private func scan(from lower: Int) -> [Diagnostic] {
    var controls: [Diagnostic] = []
    var damaged: [Int] = []
    var at = lower
    while at < bytes.count {
      guard let length = UTF8Scan.length(in: bytes, at: at) else {
        damaged.append(at)
        at += 1
        continue
      }
      let value = UTF8Scan.value(in: bytes, at: at, length: length)
      if !Self.isAllowed(value), controls.count < Self.listedLimit {
        controls.append(control(value, range(at, at + length)))
      }
      at += length
    }
    return damagedUTF8(damaged) + controls
  }

  /// The characters that YAML 1.1 allows (section 5.1), without those that end a line for YAML but
  /// not for an editor.
  private static func isAllowed(_ value: UInt32) -> Bool {
    switch value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD,
      0x10000...0x10FFFF:
      true
    default: false
    }
  }

  private func control(_ value: UInt32, _ range: SourceRange) -> Diagnostic {
    let hex = String(value, radix: 16, uppercase: true)
    let name = "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    let words =
      switch value {
      case 0x85, 0x2028, 0x2029:
        "\(name) ends a line for YAML but not for an editor, and may not stand in a spec"
      case 0xFEFF: "a byte-order mark (U+FEFF) may stand only at the beginning of a file"
      default: "the control character \(name) may not stand in a spec"
      }
    return Diagnostic(
      .controlCharacter, words, at: range, help: "delete it, or write it as an escape in double quotes")
  }

  private func damagedUTF8(_ offsets: [Int]) -> [Diagnostic] {
    guard let first = offsets.first else { return [] }
    let hex = String(bytes[first], radix: 16, uppercase: true)
    let others = offsets.count == 1 ? "" : "; there are \(offsets.count) such bytes in the file"
    return [
      Diagnostic(
        .invalidUTF8, "the byte 0x\(hex) is not UTF-8 here\(others)", at: range(first, first + 1),
        related: offsets.dropFirst().prefix(2).map { Label(range($0, $0 + 1), "and here") },
        help: "save the file as UTF-8")
    ]
  }

  private func range(_ lower: Int, _ upper: Int) -> SourceRange {
    SourceRange(file: file, lower: lower, upper: upper)
  }
}
