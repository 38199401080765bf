import SourceDiagnostics
import YAMLTree

extension FormDecoder {
  /// Reports the keys that a mapping does not take, and returns the fields that they were probably meant to be.
  mutating func judgeUnknown(_ keys: [Located<String>], _ owner: Owner) -> [String] {
    var meant: [String] = []
    for key in keys {
      if reportIfMisplaced(key, in: owner.fields, owner.family, owner.kind) { continue }
      let near = suggestion(for: key.value, among: owner.fields.allKeys)
      if let near { meant.append(near) }
      let accepted = quoted(owner.fields.allKeys, limit: 24)
      let listing = accepted.isEmpty ? "\(owner.title) takes no options" : "\(owner.title) takes \(accepted)"
      report(
        Diagnostic(
          .unknownKey, "unknown key `\(key.value)` in \(owner.title)", at: key.range,
          label: "not a key of \(owner.title)", path: owner.path.appending(key.value),
          help: near.map { "did you mean `\($0)`?" } ?? listing, fix: near.map { Edit(key.range, $0) }))
    }
    return meant
  }

  /// Reports a key that is right somewhere near: an option of another kind of the family, of the enclosing mapping,
  /// or of a
  /// mapping inside this one.
  mutating func reportIfMisplaced(
    _ key: Located<String>, in fields: FieldsInfo, _ family: FamilyInfo?, _ chosen: Located<String>?
  ) -> Bool {
    if let family, let chosen {
      let others = family.entries.filter { $0.kind != chosen.value && $0.fields.keyNames.contains(key.value) }
      if !others.isEmpty {
        reportOtherKind(key, others.map(\.kind), chosen, fields)
        return true
      }
    }
    if let (place, help, label) = insideOf(key.value, fields) ?? aroundOf(key.value) {
      report(
        Diagnostic(
          .misplacedOption, "`\(key.value)` belongs \(place)", at: key.range, label: "not here",
          related: label.map { [$0] } ?? [], path: enclosing.last?.path, help: help))
      return true
    }
    return false
  }

  private mutating func reportOtherKind(
    _ key: Located<String>, _ others: [String], _ chosen: Located<String>, _ fields: FieldsInfo
  ) {
    let owners = others.prefix(3).map { "`\($0)`" }.joined(separator: ", ")
    let line = sources.position(of: chosen.range).line
    let accepted = quoted(fields.keyNames, limit: 24)
    let takes = accepted.isEmpty ? "`\(chosen.value)` takes no options" : "`\(chosen.value)` takes \(accepted)"
    report(
      Diagnostic(
        .misplacedOption, "`\(key.value)` belongs to \(owners); you chose `\(chosen.value)` on line \(line)",
        at: key.range, label: "not an option of `\(chosen.value)`",
        related: [Label(chosen.range, "`\(chosen.value)` chosen here")], path: enclosing.last?.path,
        help: "remove it, or choose \(owners); \(takes)"))
  }

  private typealias Place = (place: String, help: String, label: Label?)

  /// A mapping inside this one that takes the key: a record among the fields, or the inline component.
  private func insideOf(_ key: String, _ fields: FieldsInfo) -> Place? {
    for field in fields.list {
      guard case .record(let record) = field.type, record.info.fields.keyNames.contains(key) else { continue }
      return ("in `\(field.name)`", "indent it below `\(field.name):`", nil)
    }
    for entry in fields.inlineFamily?.entries ?? [] where entry.fields.keyNames.contains(key) {
      return ("in `\(entry.kind)`", "write `{\(entry.kind): {\(key): …}}`", nil)
    }
    return nil
  }

  /// A mapping around this one that takes the key.
  private func aroundOf(_ key: String) -> Place? {
    for owner in enclosing.dropLast().reversed() where owner.fields.keyNames.contains(key) {
      let label = owner.kind.map { Label($0.range, "belongs to this `\($0.value)`") }
      return ("to \(owner.title), further out", "move it out, beside the other keys of \(owner.title)", label)
    }
    return nil
  }
}
