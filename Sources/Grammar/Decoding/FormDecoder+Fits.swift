import YAMLTree

extension FormDecoder {
  /// Whether what is written could be meant to be of a type, judged more narrowly than `TypeInfo.admits`: a word that nothing declares is
  /// no number, and elements are looked at. Only messages hang on it.
  func fits(_ node: Node, _ type: TypeInfo) -> Bool {
    switch type {
    case .number, .integer, .expression, .version: return node.scalar.map { !$0.isEmptyPlain && !isUndeclaredWord($0.text) } ?? false
    case .list(let element, _): return node.sequence.map { $0.allSatisfy { fits($0, element) } } ?? false
    case .oneOrMany(let element): return node.sequence.map { $0.allSatisfy { fits($0, element) } } ?? fits(node, element)
    case .either(let a, let b): return fits(node, a) || fits(node, b)
    case .record(let record): return fits(node, record.info.fields)
    case .component(let family):
      let info = family.info
      let bare = node.scalar != nil ? info.numberKind : node.sequence != nil ? info.sequenceKind : nil
      if let bare, let entry = info.entry(bare), fits(node, entry.fields) { return true }
      return node.scalar.map { info.entry($0.text) != nil } ?? (node.mapping != nil && info.admits(node))
    case .several(let family): return node.mapping != nil && TypeInfo.component(family).admits(node, names)
    case .flag, .text, .free, .choice, .name, .map, .bindings: return type.admits(node, names)
    }
  }

  private func fits(_ node: Node, _ fields: FieldsInfo) -> Bool {
    if let entries = node.mapping, entries.contains(where: { fields.allKeys.contains($0.key.value) }) { return true }
    if node.sequence != nil, fields.shorthand == .positional { return true }
    return fields.shorthandIndex.map { fits(node, fields.list[$0].type) } ?? false
  }
}
