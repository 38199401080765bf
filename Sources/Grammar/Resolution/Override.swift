import SourceDiagnostics
import YAMLTree

/// One `--set path=value`: a change of the tree before it is decoded, judged by the same rules as what is written.
package struct Override {
  /// Names of files begin with this when they are `--set` texts.
  private static let filePrefix = "--set "

  /// The text after `--set`, when a file of this name is one.
  static func text(ofFileNamed name: String) -> String? {
    name.hasPrefix(filePrefix) ? String(name.dropFirst(filePrefix.count)) : nil
  }

  /// A step of a path and where it stands.
  struct Step {
    let step: SpecPath.Step
    let range: SourceRange
  }

  let steps: [Step]
  let value: Node
  let file: FileID

  /// Adds the text to the sources as a file of its own and reads it; nil when it was wrong and has been reported.
  package init?(_ text: String, sources: inout SourceMap, into diagnostics: inout Diagnostics) {
    file = sources.add(SourceFile(name: Self.filePrefix + text, text: text))
    let bytes = Array(text.utf8)
    guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else {
      diagnostics.report(
        Self.problem("`\(text)` sets nothing: there is no `=`", file, 0..<bytes.count, "write `--set path=value`")
          .diagnostic)
      return nil
    }
    var path = OverridePath(bytes[..<equals], file)
    do throws(OverrideProblem) {
      steps = try path.steps()
    } catch {
      diagnostics.report(error.diagnostic)
      return nil
    }
    let valueStart = equals + 1
    if bytes[valueStart...].allSatisfy({ $0 == 32 }) {
      let range = SourceRange(file: file, lower: valueStart, upper: bytes.count)
      value = Node(.scalar(Scalar("", style: .plain, start: valueStart)), at: range)
      return
    }
    guard let node = parse(file, in: sources, from: valueStart, into: &diagnostics) else { return nil }
    value = node
  }

  /// Throws where it gives a value to a name that nothing declares, or to a declared one as if it were a key of the document.
  fileprivate func checkNames(_ names: [String], of node: Node) throws(OverrideProblem) {
    let keys = steps.map { if case .key(let key) = $0.step { key } else { "" } }
    if keys.count == 2, keys[0] == "let", !names.contains(keys[1]) {
      let known = names.isEmpty ? "the spec has no `let`" : "names of `let`: " + quoted(names)
      throw OverrideProblem(
        diagnostic: Diagnostic(
          .overridePath, "`let` has no `\(keys[1])`, and nothing would change", at: steps[1].range,
          help: spellingHelp(for: keys[1], among: names) ?? known))
    }
    if keys.count == 1, names.contains(keys[0]), node[keys[0]] == nil {
      throw OverrideProblem(
        diagnostic: Diagnostic(
          .overridePath, "the spec has no key `\(keys[0])`, and `let` has a name", at: steps[0].range,
          help: "write `--set let.\(keys[0])=…`"))
    }
  }

  static func problem(_ message: String, _ file: FileID, _ span: Range<Int>, _ help: String?) -> OverrideProblem {
    let range = SourceRange(file: file, lower: span.lowerBound, upper: span.upperBound)
    return OverrideProblem(diagnostic: Diagnostic(.overridePath, message, at: range, help: help))
  }
}

extension Node {
  /// The tree after `--set` texts, applied in order. Mappings on the way are created when they are missing; what
  /// does not
  /// fit the tree is reported, and what does not fit the language is judged by decoding.
  /// - Parameter names: what the document declares under `let`. Another name set there would change nothing, and is reported.
  package func applying(
    _ overrides: [String], names: [String], sources: inout SourceMap, into diagnostics: inout Diagnostics
  ) -> Node {
    var node = self
    for text in overrides {
      guard let override = Override(text, sources: &sources, into: &diagnostics) else { continue }
      do throws(OverrideProblem) {
        try override.checkNames(names, of: node)
        node = try node.setting(override.steps[...], to: override.value, in: override)
      } catch {
        diagnostics.report(error.diagnostic)
      }
    }
    return node
  }

  private func setting(_ steps: ArraySlice<Override.Step>, to value: Node, in override: Override)
    throws(OverrideProblem) -> Node
  {
    guard let first = steps.first else { return value }
    switch first.step {
    case .index(let index):
      guard let nodes = sequence else {
        throw mismatch(first, "is \(description), which has no elements")
      }
      guard index < nodes.count else {
        throw mismatch(first, "has \(nodes.count) element\(nodes.count == 1 ? "" : "s"), numbered from 0")
      }
      var changed = nodes
      changed[index] = try nodes[index].setting(steps.dropFirst(), to: value, in: override)
      return Node(.sequence(changed), at: range, isIncomplete: isIncomplete)
    case .key:
      return try settingKey(steps, to: value, in: override)
    }
  }

  private func settingKey(
    _ steps: ArraySlice<Override.Step>, to value: Node, in override: Override
  ) throws(OverrideProblem) -> Node {
    let entries = try mappingToChange(steps[steps.startIndex], override)
    let (key, used) = longestKey(steps, among: entries)
    let rest = steps.dropFirst(used)
    let keyRange = steps[steps.startIndex].range.union(steps[steps.startIndex + used - 1].range)
    let old = entries.firstIndex { $0.key.value == key }
    let child = old.map { entries[$0].value } ?? Node(.mapping([]), at: keyRange)
    let entry = YAMLTree.Entry(
      key: old.map { entries[$0].key } ?? Located(key, at: keyRange),
      value: try child.setting(rest, to: value, in: override))
    var changed = entries
    if let old { changed[old] = entry } else { changed.append(entry) }
    return Node(.mapping(changed), at: range, isIncomplete: isIncomplete)
  }

  /// The entries of a mapping; a bare kind such as `adam` counts as the mapping `{adam: {}}`, nothing as the empty
  /// mapping.
  private func mappingToChange(_ step: Override.Step, _ override: Override) throws(OverrideProblem) -> [YAMLTree.Entry]
  {
    switch content {
    case .mapping(let entries): return entries
    case .scalar(let scalar):
      if scalar.isEmptyPlain { return [] }
      if case .key(let key) = step.step, key == scalar.text {
        return [YAMLTree.Entry(key: Located(key, at: range), value: Node(.mapping([]), at: range))]
      }
      throw mismatch(step, "is \(description), not a mapping")
    case .sequence: throw mismatch(step, "is a list: its elements are `[0]`, `[1]`, …")
    }
  }

  private func mismatch(_ step: Override.Step, _ what: String) -> OverrideProblem {
    let name =
      switch step.step {
      case .key(let key): "`\(key)`"
      case .index(let index): "`[\(index)]`"
      }
    return OverrideProblem(
      diagnostic: Diagnostic(
        .overridePath, "the path does not fit the spec: what is before \(name) \(what)", at: step.range,
        related: [Label(range, "here")]))
  }

  /// Keys can have dots (`readout.bias`): the longest run of steps that is a key of the mapping is taken, else one
  /// step.
  private func longestKey(
    _ steps: ArraySlice<Override.Step>, among entries: [YAMLTree.Entry]
  ) -> (key: String, used: Int) {
    var key = ""
    var best: (String, Int)?
    for (used, step) in steps.enumerated() {
      guard case .key(let part) = step.step else { break }
      key += used == 0 ? part : "." + part
      if best == nil || entries.contains(where: { $0.key.value == key }) { best = (key, used + 1) }
    }
    return best ?? ("", 1)
  }
}
