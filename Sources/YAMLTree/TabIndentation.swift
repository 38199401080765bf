import SourceDiagnostics

/// Tabs where YAML wants spaces: at the beginning of lines.
///
/// All such lines of the file are one mistake; to read on, every tab is taken for as many spaces as
/// the file's own indentation has.
struct TabIndentation {
  private let bytes: [UInt8]
  private let tab: Int
  private let end: Int

  /// - Parameter lower: where a token begins; nil unless it is the first on its line and a tab
  ///   stands before it.
  init?(_ bytes: [UInt8], before lower: Int) {
    var at = lower
    var tab: Int?
    while at > 0, Whitespace.isBlank(bytes[at - 1]) {
      at -= 1
      if bytes[at] == UInt8(ascii: "\t") { tab = at }
    }
    guard let tab, at == 0 || Whitespace.isBreak(bytes[at - 1]) else { return nil }
    self.init(bytes, tab: tab)
  }

  /// - Parameter tab: the offset of a tab that libyaml refused.
  init(_ bytes: [UInt8], tab: Int) {
    self.bytes = bytes
    self.tab = tab
    var end = tab
    while end < bytes.count, bytes[end] == UInt8(ascii: "\t") { end += 1 }
    self.end = end
  }

  func mistake(_ file: FileID) -> Mistake {
    let lines = indentingTabs
    guard lines.contains(where: { $0.contains(tab) }) else {
      let isBlank = end == bytes.count || Whitespace.isBreak(bytes[end])
      return mistake(
        file,
        isBlank ? "this line looks empty, but holds a tab" : "a tab stands here, where YAML wants a space",
        help: isBlank ? "delete the tab" : "write a space instead", tabs: Array(tab..<end), width: 1)
    }
    let more =
      lines.count == 1
      ? "" : lines.count == 2 ? " (and one more line)" : " (and \(lines.count - 1) more lines)"
    return mistake(
      file, "this line is indented with a tab, but YAML is indented with spaces\(more)",
      help: "indent with spaces, two for each level", tabs: lines.flatMap(\.self), width: width)
  }

  private func mistake(_ file: FileID, _ message: String, help: String, tabs: [Int], width: Int) -> Mistake {
    let spaces = String(repeating: " ", count: width)
    return Mistake(
      Diagnostic(.tabIndentation, message, at: SourceRange(file: file, lower: tab, upper: end), help: help),
      mending: tabs.map { Edit(SourceRange(file: file, lower: $0, upper: $0 + 1), spaces) })
  }

  /// The offsets of the tabs in front of the text of every line that has any.
  private var indentingTabs: [[Int]] {
    var lines: [[Int]] = []
    var tabs: [Int] = []
    var isIndentation = true
    for (at, byte) in bytes.enumerated() {
      if Whitespace.isBreak(byte) {
        tabs = []
        isIndentation = true
      } else if isIndentation, byte == UInt8(ascii: "\t") {
        tabs.append(at)
      } else if isIndentation, byte != UInt8(ascii: " ") {
        isIndentation = false
        if !tabs.isEmpty { lines.append(tabs) }
      }
    }
    return lines
  }

  /// The least number of spaces that begins a line of this file, 2 when there is none.
  private var width: Int {
    var least = Int.max
    var spaces: Int? = 0
    for byte in bytes {
      if Whitespace.isBreak(byte) {
        spaces = 0
      } else if byte == UInt8(ascii: " ") {
        spaces = spaces.map { $0 + 1 }
      } else if let count = spaces {
        if count > 0, byte != UInt8(ascii: "\t") { least = min(least, count) }
        spaces = nil
      }
    }
    return least == Int.max ? 2 : least
  }
}
