/// Workflow commands that GitHub shows as annotations beside the lines of a change.
package enum GitHubRenderer {
  package static func render(_ list: [Diagnostic], _ sources: SourceMap) -> String {
    list.map { diagnostic in
      let file = sources[diagnostic.primary.range.file]
      let start = file.position(of: diagnostic.primary.range.lower)
      let end = file.position(of: diagnostic.primary.range.upper)
      // GitHub takes columns only for a range on one line.
      let columns = start.line == end.line ? ",col=\(start.column),endColumn=\(end.column)" : ""
      let help = diagnostic.help.map { "\n\($0)" } ?? ""
      return
        "::\(command(diagnostic.severity)) file=\(escaped(file.name, isProperty: true)),line=\(start.line),"
        + "endLine=\(end.line)\(columns),title=\(diagnostic.code.rawValue)::"
        + escaped(diagnostic.message + help, isProperty: false) + "\n"
    }.joined()
  }

  private static func command(_ severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .note: "notice"
    }
  }

  private static func escaped(_ text: String, isProperty: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      case ":" where isProperty: result += "%3A"
      case "," where isProperty: result += "%2C"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
