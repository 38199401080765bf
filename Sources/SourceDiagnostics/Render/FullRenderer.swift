/// Diagnostics for people: message, the lines with underlines, related places, help. A blank line
/// stands between two of them.
package enum FullRenderer {
  /// - Parameter color: whether to write ANSI colours.
  package static func render(_ list: [Diagnostic], _ sources: SourceMap, color: Bool) -> String {
    let paint = Paint(isOn: color)
    return list.map { block($0, sources, paint) }.joined(separator: "\n")
  }

  private static func block(_ diagnostic: Diagnostic, _ sources: SourceMap, _ paint: Paint) -> String {
    let kind = "\(diagnostic.severity.rawValue)[\(diagnostic.code.rawValue)]"
    var lines = [
      paint(kind, diagnostic.severity.style)
        + paint(": " + PrintableText.escaped(diagnostic.message), .strong)
    ]
    let labels = [diagnostic.primary] + diagnostic.related
    let lastLine = labels.map { sources.position(of: $0.range).line }.max() ?? 1
    let gutter = String(lastLine).count
    var files: [FileID] = []
    for label in labels where !files.contains(label.range.file) { files.append(label.range.file) }
    for (i, file) in files.enumerated() {
      let own = labels.filter { $0.range.file == file }
      let arrow = i == 0 ? "-->" : ":::"
      let place = "\(PrintableText.escaped(sources[file].name)):\(sources.position(of: own[0].range))"
      lines.append(String(repeating: " ", count: gutter) + paint(arrow, .frame) + " " + place)
      let marks = own.enumerated().map { j, label in
        Snippet.Mark(label: label, isPrimary: i == 0 && j == 0)
      }
      lines += Snippet(sources[file], marks, gutter: gutter, severity: diagnostic.severity, paint).lines
    }
    if let help = diagnostic.help {
      lines += Self.help(help, indent: String(repeating: " ", count: gutter + 1), paint)
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// A help of several lines goes on below its first.
  private static func help(_ text: String, indent: String, _ paint: Paint) -> [String] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      PrintableText.escaped(String($0))
    }
    let head = indent + paint("=", .frame) + " " + paint("help", .strong) + ": "
    let rest = lines.dropFirst().map { indent + "        " + $0 }
    return [indent + paint("|", .frame), head + lines[0]] + rest
  }
}
