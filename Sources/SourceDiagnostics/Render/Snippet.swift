/// The lines of one file that a diagnostic speaks of, with line numbers at the left and underlines
/// below.
struct Snippet {
  struct Mark {
    let label: Label
    let isPrimary: Bool
  }

  /// A mark on the terminal.
  private struct Underline {
    let columns: Range<Int>
    let text: String
    let isPrimary: Bool
  }

  /// Columns of a line that are shown; a longer line is cut on both sides.
  private static let shownWidth = 120
  private static let leadWidth = 40

  private let file: SourceFile
  private let marks: [Mark]
  private let gutter: Int
  private let severity: Severity
  private let paint: Paint

  /// - Parameters:
  ///   - marks: the primary one first.
  ///   - gutter: digits of the largest line number.
  init(_ file: SourceFile, _ marks: [Mark], gutter: Int, severity: Severity, _ paint: Paint) {
    self.file = file
    self.marks = marks
    self.gutter = gutter
    self.severity = severity
    self.paint = paint
  }

  var lines: [String] {
    let numbered = marks.map { (line: file.position(of: $0.label.range.lower).line, mark: $0) }
    var result = [margin()]
    var previous: Int?
    for line in numbered.map(\.line).sorted() where line != previous {
      if let previous, line == previous + 2 {
        result.append(row(line - 1, DisplayLine(file, line: line - 1), window: 0..<Self.shownWidth))
      } else if let previous, line > previous + 1 {
        result.append(paint("...", .frame))
      }
      result += annotated(line, numbered.filter { $0.line == line }.map(\.mark))
      previous = line
    }
    return result
  }

  private func annotated(_ number: Int, _ marks: [Mark]) -> [String] {
    let line = DisplayLine(file, line: number)
    let all = marks.map { mark in
      Underline(
        columns: line.columns(lower: mark.label.range.lower, upper: mark.label.range.upper),
        text: PrintableText.escaped(mark.label.text), isPrimary: mark.isPrimary)
    }
    let window = Self.window(line.width, around: (all.first(where: \.isPrimary) ?? all[0]).columns.lowerBound)
    // An empty range at the end of the line is marked one column behind it; a cut line begins with
    // `…`.
    let visible = window.lowerBound..<(window.upperBound + 1)
    let shift = window.lowerBound == 0 ? 0 : window.lowerBound - 1
    let shown = all.filter { visible.overlaps($0.columns) }.map { underline in
      let columns = underline.columns.clamped(to: visible)
      return Underline(
        columns: (columns.lowerBound - shift)..<(columns.upperBound - shift), text: underline.text,
        isPrimary: underline.isPrimary)
    }
    return [row(number, line, window: window)] + underlines(shown)
  }

  /// The columns of a long line that are shown.
  private static func window(_ width: Int, around column: Int) -> Range<Int> {
    guard width > shownWidth else { return 0..<width }
    let lower = max(0, min(column - leadWidth, width - shownWidth))
    return lower..<min(width, lower + shownWidth)
  }

  // MARK: Rows

  private func margin(_ text: String = "") -> String {
    let bar = String(repeating: " ", count: gutter + 1) + paint("|", .frame)
    return text.isEmpty ? bar : bar + " " + text
  }

  private func row(_ number: Int, _ line: DisplayLine, window: Range<Int>) -> String {
    let digits = String(number)
    let padded = String(repeating: " ", count: gutter - digits.count) + digits
    let before = window.lowerBound > 0 ? "…" : ""
    let after = window.upperBound < line.width ? "…" : ""
    let text = before + line.text(in: window) + after
    return paint(padded + " |", .frame) + (text.isEmpty ? "" : " " + text)
  }

  /// The row of underlines, which ends with the text of the rightmost, and the rows that carry the
  /// other texts.
  private func underlines(_ marks: [Underline]) -> [String] {
    let sorted = marks.sorted {
      ($0.columns.lowerBound, $0.isPrimary ? 1 : 0) < ($1.columns.lowerBound, $1.isPrimary ? 1 : 0)
    }
    guard let last = sorted.last else { return [] }
    var row = Canvas(paint)
    // The primary mark is drawn last, over the others.
    for mark in sorted.sorted(by: { !$0.isPrimary && $1.isPrimary }) {
      let line = String(repeating: mark.isPrimary ? "^" : "-", count: mark.columns.count)
      row.draw(line, at: mark.columns.lowerBound, style(mark))
    }
    let end = sorted.map(\.columns.upperBound).max() ?? 0
    if !last.text.isEmpty { row.draw(last.text, at: end + 1, style(last)) }
    var rows = [margin(row.text)]
    var waiting = sorted.dropLast().filter { !$0.text.isEmpty }
    if !waiting.isEmpty { rows.append(margin(bars(waiting).text)) }
    while let mark = waiting.popLast() {
      var row = bars(waiting)
      row.draw(mark.text, at: mark.columns.lowerBound, style(mark))
      rows.append(margin(row.text))
    }
    return rows
  }

  private func bars(_ marks: [Underline]) -> Canvas {
    var row = Canvas(paint)
    for mark in marks { row.draw("|", at: mark.columns.lowerBound, style(mark)) }
    return row
  }

  private func style(_ mark: Underline) -> Paint.Style {
    mark.isPrimary ? severity.style : .frame
  }
}
