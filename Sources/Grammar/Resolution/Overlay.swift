import SourceDiagnostics
import YAMLTree

extension Language {
  /// A document with a named piece of another laid over it: mappings are merged key by key, a component of another kind and
  /// everything else is replaced.
  package func overlaid(_ base: Node, by top: Node) -> Node { base.overlaid(by: top, fields) }

  /// A document in which a plain word that stands as a value is replaced by another: an axis whose values are names.
  /// - Parameter omitted: keys of the top level that are left as they are.
  package func replacing(
    _ words: [(word: String, with: String)], in node: Node, omitting omitted: [String]
  ) -> Node {
    guard let entries = node.mapping, !words.isEmpty else { return node }
    let replaced = entries.map { entry in
      omitted.contains(entry.key.value) || entry.isNote
        ? entry : YAMLTree.Entry(key: entry.key, value: entry.value.replacing(words))
    }
    return Node(.mapping(replaced), at: node.range, isIncomplete: node.isIncomplete)
  }

  /// Whether `replacing` would find a word.
  package func hasWord(_ word: String, in node: Node, omitting omitted: [String]) -> Bool {
    (node.mapping ?? []).contains { !omitted.contains($0.key.value) && !$0.isNote && $0.value.hasWord(word) }
  }
}

extension Node {
  fileprivate func overlaid(by top: Node, _ fields: FieldsInfo) -> Node {
    guard let own = mapping, let over = top.mapping else { return top }
    var entries = own
    for entry in over {
      let key = entry.key.value
      if let family = fields.inlineFamily, family.entry(key) != nil {
        overlayKind(entry, family, &entries)
      } else if let place = entries.firstIndex(where: { $0.key.value == key }) {
        let type = fields.index(of: key).map { fields.list[$0].type } ?? fields.openNames?.element ?? .free
        entries[place] = YAMLTree.Entry(
          key: entries[place].key, value: entries[place].value.overlaid(by: entry.value, type))
      } else {
        entries.append(entry)
      }
    }
    return Node(.mapping(entries), at: range, isIncomplete: isIncomplete || top.isIncomplete)
  }

  fileprivate func overlaid(by top: Node, _ type: TypeInfo) -> Node {
    switch type {
    case .record(let record): return overlaid(by: top, record.info.fields)
    case .map(let element, _, _): return overlaid(by: top, eachAs: element)
    case .bindings: return overlaid(by: top, eachAs: .free)
    case .component(let family), .several(let family):
      guard let own = mapping, let over = top.mapping else { return top }
      var entries = own
      var isSeveral = false
      if case .several = type { isSeveral = true }
      for entry in over {
        if isSeveral, !entries.contains(where: { $0.key.value == entry.key.value }) {
          entries.append(entry)
        } else {
          overlayKind(entry, family.info, &entries)
        }
      }
      return Node(.mapping(entries), at: range, isIncomplete: isIncomplete || top.isIncomplete)
    default: return top
    }
  }

  /// A kind with its options over what stands in `entries`: the same kind is merged, another one takes its place.
  private func overlayKind(_ entry: YAMLTree.Entry, _ family: FamilyInfo, _ entries: inout [YAMLTree.Entry]) {
    if let place = entries.firstIndex(where: { $0.key.value == entry.key.value }), let info = family.entry(entry.key.value) {
      let merged = entries[place].value.overlaid(by: entry.value, info.fields)
      entries[place] = YAMLTree.Entry(key: entries[place].key, value: merged)
    } else {
      entries.removeAll { family.entry($0.key.value) != nil }
      entries.insert(entry, at: 0)
    }
  }

  private func overlaid(by top: Node, eachAs element: TypeInfo) -> Node {
    guard let own = mapping, let over = top.mapping else { return top }
    var entries = own
    for entry in over {
      if let place = entries.firstIndex(where: { $0.key.value == entry.key.value }) {
        let merged = entries[place].value.overlaid(by: entry.value, element)
        entries[place] = YAMLTree.Entry(key: entries[place].key, value: merged)
      } else {
        entries.append(entry)
      }
    }
    return Node(.mapping(entries), at: range, isIncomplete: isIncomplete || top.isIncomplete)
  }

  fileprivate func replacing(_ words: [(word: String, with: String)]) -> Node {
    switch content {
    case .scalar(let scalar):
      guard scalar.isPlain, let found = words.first(where: { $0.word == scalar.text }) else { return self }
      return Node(.scalar(Scalar(found.with, style: .plain, start: range.lower)), at: range)
    case .sequence(let nodes): return Node(.sequence(nodes.map { $0.replacing(words) }), at: range, isIncomplete: isIncomplete)
    case .mapping(let entries):
      let replaced = entries.map { YAMLTree.Entry(key: $0.key, value: $0.value.replacing(words)) }
      return Node(.mapping(replaced), at: range, isIncomplete: isIncomplete)
    }
  }

  /// Without `x-…` keys anywhere and some keys of the top level.
  func withoutNotes(_ omitted: [String]) -> Node {
    switch content {
    case .scalar: return self
    case .sequence(let nodes): return Node(.sequence(nodes.map { $0.withoutNotes([]) }), at: range)
    case .mapping(let entries):
      let kept = entries.filter { !$0.isNote && !omitted.contains($0.key.value) }
      return Node(.mapping(kept.map { YAMLTree.Entry(key: $0.key, value: $0.value.withoutNotes([])) }), at: range)
    }
  }

  fileprivate func hasWord(_ word: String) -> Bool {
    switch content {
    case .scalar(let scalar): scalar.isPlain && scalar.text == word
    case .sequence(let nodes): nodes.contains { $0.hasWord(word) }
    case .mapping(let entries): entries.contains { $0.value.hasWord(word) }
    }
  }
}
