/// The written forms of an experiment graph: text for people, DOT and Mermaid for drawing programs.
package enum GraphFormat: String, CaseIterable, Sendable {
  case text, dot, mermaid
}

extension ExperimentGraph {
  /// The graph in a written form; the same graph always gives the same bytes.
  package func rendered(as format: GraphFormat) -> String {
    switch format {
    case .text: text
    case .dot: dot
    case .mermaid: mermaid
    }
  }

  private var text: String {
    var lines = ["experiment  \(title)", "seed        \(seed)", "precision   \(precision.rawValue)", ""]
    let width = vertices.map { $0.content.kindName.count }.max() ?? 0
    for (index, vertex) in vertices.enumerated() {
      let kind = vertex.content.kindName
      let padding = String(repeating: " ", count: width - kind.count)
      var line = "v\(index)".padded(to: 5) + kind + padding + "  " + vertex.name
      if !vertex.summary.isEmpty { line += "  " + vertex.summary }
      if !vertex.needs.isEmpty { line += "  ← " + vertex.needs.map { "v\($0.index)" }.joined(separator: " ") }
      lines.append(line)
      if case .model(let model) = vertex.content {
        for layer in model.layers {
          let parameters = layer.parameters.map { "\($0.name) \($0.shape)" }.joined(separator: ", ")
          let tail = parameters.isEmpty ? "" : "  {\(parameters)}"
          lines.append("       \(layer.name)  \(layer.summary)  → \(layer.outputShape)\(tail)")
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var dot: String {
    var lines = ["digraph experiment {", "  rankdir=LR;", "  node [shape=box, fontname=\"sans-serif\"];"]
    for (index, vertex) in vertices.enumerated() {
      let label = [vertex.content.kindName + " " + vertex.name, vertex.summary].filter { !$0.isEmpty }
      lines.append("  v\(index) [label=\"\(label.map(\.quotedForDOT).joined(separator: "\\n"))\"];")
    }
    for (index, vertex) in vertices.enumerated() {
      for need in vertex.needs { lines.append("  v\(need.index) -> v\(index);") }
    }
    return lines.joined(separator: "\n") + "\n}\n"
  }

  private var mermaid: String {
    var lines = ["flowchart LR"]
    for (index, vertex) in vertices.enumerated() {
      let label = [vertex.content.kindName + " " + vertex.name, vertex.summary].filter { !$0.isEmpty }
      lines.append("  v\(index)[\"\(label.map(\.quotedForMermaid).joined(separator: "<br/>"))\"]")
    }
    for (index, vertex) in vertices.enumerated() {
      for need in vertex.needs { lines.append("  v\(need.index) --> v\(index)") }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - count))
  }

  fileprivate var quotedForDOT: String {
    var result = ""
    for character in self {
      if character == "\"" || character == "\\" { result.append("\\") }
      result.append(character)
    }
    return result
  }

  fileprivate var quotedForMermaid: String {
    var result = ""
    for character in self {
      switch character {
      case "\"": result += "#quot;"
      case "<": result += "#lt;"
      case ">": result += "#gt;"
      default: result.append(character)
      }
    }
    return result
  }
}
