/// One line for each diagnostic: `file:line:column: error[code]: message`.
package enum ConciseRenderer {
  package static func render(_ list: [Diagnostic], _ sources: SourceMap) -> String {
    list.map { diagnostic in
      let range = diagnostic.primary.range
      let place = "\(sources[range.file].name):\(sources.position(of: range))"
      let kind = "\(diagnostic.severity.rawValue)[\(diagnostic.code.rawValue)]"
      return PrintableText.escaped("\(place): \(kind): \(diagnostic.message)") + "\n"
    }.joined()
  }
}
