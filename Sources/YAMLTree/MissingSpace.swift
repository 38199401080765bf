import SourceDiagnostics

/// `lr:1e-3`: a key whose colon has no space after it, so that YAML sees one word. libyaml
/// complains a line later, or not at all.
struct MissingSpace {
  private let key: Range<Int>
  private let rest: String
  private let name: String

  /// - Parameter scalar: a plain scalar; only its first line is looked at.
  init?(_ bytes: [UInt8], at scalar: SourceRange) {
    var at = scalar.lower
    guard at < scalar.upper, Self.beginsName(bytes[at]) else { return nil }
    while at < scalar.upper, Self.beginsName(bytes[at]) || Self.continuesName(bytes[at]) { at += 1 }
    guard at + 1 < scalar.upper, bytes[at] == UInt8(ascii: ":"), !Whitespace.isBlankOrBreak(bytes[at + 1])
    else {
      return nil
    }
    // An address, `https://…`, is no key.
    guard bytes[at + 1] != UInt8(ascii: "/") else { return nil }
    let end = min(scalar.upper, Whitespace.textEnd(bytes, of: at))
    key = scalar.lower..<(at + 1)
    name = String(decoding: bytes[scalar.lower..<at], as: UTF8.self)
    rest = String(decoding: bytes[(at + 1)..<end], as: UTF8.self)
  }

  func mistake(_ file: FileID) -> Mistake {
    let edit = Edit(SourceRange(file: file, lower: key.upperBound, upper: key.upperBound), " ")
    return Mistake(
      Diagnostic(
        .missingSpace, "a space is missing after `\(Quoting.short(name)):`",
        at: SourceRange(file: file, lower: key.lowerBound, upper: key.upperBound),
        label: "YAML needs a space after this colon",
        help: "write `\(Quoting.short("\(name): \(rest)"))`", fix: edit),
      mending: [edit])
  }

  private static func beginsName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
    default: false
    }
  }

  private static func continuesName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."): true
    default: false
    }
  }
}
