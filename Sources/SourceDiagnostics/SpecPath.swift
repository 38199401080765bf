/// The way from the top of a spec to one value: `model.layers.hidden.activation`,
/// `probes.rank.at[0]`.
package struct SpecPath: Hashable, Sendable, CustomStringConvertible {
  /// A key of a mapping or an index of a list.
  package enum Step: Hashable, Sendable {
    case key(String)
    /// The position in a sequence, from 0.
    case index(Int)
  }

  package let steps: [Step]

  /// The path to the top itself.
  package static let root = SpecPath([])

  package init(_ steps: [Step]) {
    self.steps = steps
  }

  package var isRoot: Bool { steps.isEmpty }

  package func appending(_ key: String) -> SpecPath {
    SpecPath(steps + [.key(key)])
  }

  package func appending(_ index: Int) -> SpecPath {
    SpecPath(steps + [.index(index)])
  }

  /// Keys joined by dots, indices in brackets; the root is the empty text.
  package var description: String {
    var text = ""
    for step in steps {
      switch step {
      case .key(let key): text += text.isEmpty ? key : "." + key
      case .index(let index): text += "[\(index)]"
      }
    }
    return text
  }
}
