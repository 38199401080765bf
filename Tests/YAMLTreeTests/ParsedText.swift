import SourceDiagnostics
import YAMLTree

/// A text, read: what the tests of this target look at.
struct ParsedText {
  let sources: SourceMap
  let file: FileID
  let node: Node?
  let diagnostics: [Diagnostic]

  init(_ text: String, name: String = "spec.yaml", from offset: Int = 0) {
    self.init(bytes: Array(text.utf8), name: name, from: offset)
  }

  init(bytes: [UInt8], name: String = "spec.yaml", from offset: Int = 0) {
    var sources = SourceMap()
    file = sources.add(SourceFile(name: name, bytes: bytes))
    var diagnostics = Diagnostics()
    node = parse(file, in: sources, from: offset, into: &diagnostics)
    self.diagnostics = diagnostics.list
    self.sources = sources
  }

  var tree: String { node?.describe(in: sources) ?? "nothing usable\n" }

  /// One line for each diagnostic: `line:column code «underlined text»`.
  var summary: [String] {
    diagnostics.map { diagnostic in
      let range = diagnostic.primary.range
      return "\(sources.position(of: range)) \(diagnostic.code.rawValue) «\(sources.text(range))»"
    }
  }

  /// Every node of the tree, parents before children.
  var nodes: [Node] {
    func below(_ node: Node) -> [Node] {
      switch node.content {
      case .scalar: [node]
      case .sequence(let nodes): [node] + nodes.flatMap(below)
      case .mapping(let entries): [node] + entries.map(\.value).flatMap(below)
      }
    }
    return node.map(below) ?? []
  }
}
