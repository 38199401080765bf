import SourceDiagnostics

/// Where one value of a resolved document comes from.
package struct ProvenanceRow: Sendable, Equatable {
  /// Who said a value.
  package enum Origin: Sendable, Equatable, CustomStringConvertible {
    case `default`
    case file(name: String, line: Int, column: Int)
    /// The text after `--set`.
    case override(String)

    /// `default`, `spec.yaml:3:12`, `--set seed=2`.
    package var description: String {
      switch self {
      case .default: "default"
      case .file(let name, let line, let column): "\(name):\(line):\(column)"
      case .override(let text): "--set \(text)"
      }
    }
  }

  /// The path in the resolved document, which `--set` accepts too.
  package let path: SpecPath
  /// Canonical, on one line.
  package let value: String
  /// Who said it.
  package let origin: Origin
}

/// The rows of a spelling, in document order: one for each scalar and each list of scalars.
struct ProvenanceTable {
  private let sources: SourceMap
  private(set) var rows: [ProvenanceRow] = []

  init(_ spelling: Spelling, in sources: SourceMap) {
    self.sources = sources
    collect(spelling, .root)
  }

  private mutating func collect(_ spelling: Spelling, _ path: SpecPath) {
    switch spelling.content {
    case .scalar: add(spelling, path)
    case .mapping(let entries):
      if entries.isEmpty { add(spelling, path) }
      for (key, value) in entries { collect(value, path.appending(key)) }
    case .sequence(let elements):
      let isPlain = elements.allSatisfy { $0.isScalar && $0.origin == spelling.origin }
      if isPlain { add(spelling, path) }
      for (index, element) in elements.enumerated() where !isPlain { collect(element, path.appending(index)) }
    }
  }

  private mutating func add(_ spelling: Spelling, _ path: SpecPath) {
    rows.append(ProvenanceRow(path: path, value: FlowText.text(spelling, inFlow: false), origin: origin(spelling)))
  }

  private func origin(_ spelling: Spelling) -> ProvenanceRow.Origin {
    if spelling.origin == .default { return .default }
    let name = sources[spelling.range.file].name
    if let text = Override.text(ofFileNamed: name) { return .override(text) }
    let position = sources.position(of: spelling.range)
    return .file(name: name, line: position.line, column: position.column)
  }
}
