/// The names that a document declares: in their order for suggestions, and quick to look up.
struct NameSet {
  let list: [String]
  private let set: Set<String>

  init(_ list: [String]) {
    self.list = list
    set = Set(list)
  }

  func contains(_ name: String) -> Bool { set.contains(name) }
}

/// What a name that a user chooses may look like. Names become file names and parts of dotted paths, so they are
/// plain.
enum NameRule {
  /// Words of expressions, which cannot be names.
  private static let words = ["and", "or", "not", "true", "false"]

  /// Why a text is not a name, as the end of a sentence; nil when it is one.
  /// - Parameters:
  ///   - dotted: whether it may have parts joined by single dots.
  ///   - hyphens: whether parts may have hyphens inside.
  static func problem(_ text: String, dotted: Bool, hyphens: Bool = true) -> String? {
    if text.isEmpty { return "it is empty" }
    if text.utf8.count > 100 { return "it is longer than 100 bytes" }
    let parts = dotted ? text.split(separator: ".", omittingEmptySubsequences: false) : [text[...]]
    for (index, part) in parts.enumerated() {
      guard let first = part.utf8.first else { return "a part between dots is empty" }
      if let wrong = part.unicodeScalars.first(where: { !isAllowed($0, hyphens) }) {
        let signs = hyphens ? "letters, digits, `_` and `-`" : "letters, digits and `_`"
        return "`\(wrong)` is not one of \(signs)"
      }
      if index == 0, (48...57).contains(first) { return "it starts with a digit" }
      if first == UInt8(ascii: "-") { return "it starts with `-`" }
      if words.contains(String(part)) { return "`\(part)` is a word of expressions" }
    }
    return nil
  }

  private static func isAllowed(_ scalar: Unicode.Scalar, _ hyphens: Bool) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_": true
    case "-": hyphens
    default: false
    }
  }
}
