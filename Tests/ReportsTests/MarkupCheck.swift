/// A small judge of XML well-formedness: elements nest and end, attributes are quoted and not repeated, text has no
/// bare `<` or `&`. It knows what our writers use and refuses the rest (no DOCTYPE, CDATA, comments).
struct MarkupCheck {
  private var rest: Substring
  private var open: [Substring] = []
  /// What is wrong, or nil.
  private(set) var problem: String?

  init(_ text: String) {
    rest = text[...]
    while problem == nil, !rest.isEmpty {
      if rest.first == "<" { readTag() } else { readText() }
    }
    if problem == nil, let name = open.last { problem = "<\(name)> is not ended" }
  }

  private mutating func readText() {
    let end = rest.firstIndex(of: "<") ?? rest.endIndex
    check(rest[..<end])
    rest = rest[end...]
  }

  private mutating func check(_ text: Substring) {
    for scalar in text.unicodeScalars where scalar.value < 32 && scalar != "\n" && scalar != "\t" {
      problem = "control character \(scalar.value)"
    }
    for part in text.split(separator: "&", omittingEmptySubsequences: false).dropFirst() {
      let name = part.prefix { $0 != ";" }
      if !["amp", "lt", "gt", "quot", "#39"].contains(name) || name.endIndex == part.endIndex {
        problem = "bare & before \(part.prefix(12))"
      }
    }
  }

  private mutating func readTag() {
    guard let end = rest.firstIndex(of: ">") else {
      problem = "a tag is not closed"
      return
    }
    var tag = rest[rest.index(after: rest.startIndex)..<end]
    rest = rest[rest.index(after: end)...]
    if tag.first == "/" {
      if open.popLast() != tag.dropFirst() { problem = "</\(tag.dropFirst())> ends another element" }
      return
    }
    let isEmpty = tag.last == "/"
    if isEmpty { tag.removeLast() }
    let name = tag.prefix { $0 != " " && $0 != "\n" }
    if name.isEmpty || !name.allSatisfy({ $0.isLetter || $0.isNumber }) { problem = "bad name \(name)" }
    readAttributes(tag.dropFirst(name.count))
    if !isEmpty { open.append(name) }
  }

  private mutating func readAttributes(_ text: Substring) {
    var text = text.drop { $0.isWhitespace }
    var seen: [Substring] = []
    while !text.isEmpty, problem == nil {
      let name = text.prefix { $0 != "=" }
      text = text.dropFirst(name.count)
      guard text.hasPrefix("=\"") else {
        problem = "attribute \(name) has no quoted value"
        return
      }
      text = text.dropFirst(2)
      guard let end = text.firstIndex(of: "\"") else {
        problem = "attribute \(name) is not closed"
        return
      }
      if seen.contains(name) { problem = "attribute \(name) twice" }
      seen.append(name)
      check(text[..<end])
      text = text[text.index(after: end)...].drop { $0.isWhitespace }
    }
  }
}
