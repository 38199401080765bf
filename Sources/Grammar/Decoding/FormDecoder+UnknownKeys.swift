import SourceDiagnostics
import YAMLTree

extension FormDecoder {
  /// Reports the keys that a mapping does not take, and returns the fields that they were probably meant to be.
  ///
  /// In this order: another program's word for one of its own; an option of another kind; a key of a mapping directly inside or around
  /// this one; a misspelt key of this one; a key of a mapping further inside, or beside this one.
  /// - Parameter inline: the kind that stands among the keys.
  mutating func judgeUnknown(_ entries: [YAMLTree.Entry], _ owner: Owner, inline: Located<String>?) -> [String] {
    var meant: [String] = []
    for entry in entries {
      let key = entry.key
      if let field = owner.fields.field(alsoKnownAs: key.value) {
        meant.append(field.name)
        reportUnknown(key, owner, help: field.question)
        continue
      }
      if reportIfOtherKind(key, owner.family, owner.kind, owner.fields) { continue }
      if let inline, reportIfOfKind(entry, inline, owner) { continue }
      if let place = nearPlace(of: entry, owner.fields) {
        reportMisplaced(key, place)
      } else if let near = suggestion(for: key.value, among: owner.fields.allKeys) {
        meant.append(near)
        reportUnknown(key, owner, help: "did you mean `\(near)`?", fix: Edit(key.range, near))
      } else if let place = farPlace(of: entry, owner.fields) {
        reportMisplaced(key, place)
      } else {
        let accepted = quoted(owner.fields.allKeys, limit: 24)
        reportUnknown(key, owner, help: accepted.isEmpty ? "\(owner.title) takes no options" : "\(owner.title) takes \(accepted)")
      }
    }
    return meant
  }

  private mutating func reportUnknown(_ key: Located<String>, _ owner: Owner, help: String, fix: Edit? = nil) {
    report(
      Diagnostic(
        .unknownKey, "unknown key `\(key.value)` in \(owner.title)", at: key.range, label: "not a key of \(owner.title)",
        path: owner.path.appending(key.value), help: help, fix: fix))
  }

  /// Reports a key beside a kind that is right somewhere else: an option of another kind of the family, or of a mapping inside or around.
  mutating func reportIfMisplaced(_ entry: YAMLTree.Entry, in fields: FieldsInfo, _ family: FamilyInfo, _ chosen: Located<String>) -> Bool {
    if reportIfOtherKind(entry.key, family, chosen, fields) { return true }
    guard let place = nearPlace(of: entry, fields) ?? farPlace(of: entry, fields) else { return false }
    reportMisplaced(entry.key, place)
    return true
  }

  // MARK: Options of kinds

  /// Reports a key that other kinds of a family take than the chosen one.
  private mutating func reportIfOtherKind(
    _ key: Located<String>, _ family: FamilyInfo?, _ chosen: Located<String>?, _ fields: FieldsInfo
  ) -> Bool {
    guard let family, let chosen else { return false }
    let others = family.entries.filter { $0.kind != chosen.value && $0.fields.keyNames.contains(key.value) }.map(\.kind)
    guard !others.isEmpty else { return false }
    let owners = quoted(others, limit: 3)
    let near = suggestion(for: key.value, among: fields.keyNames)
    let line = sources.position(of: chosen.range).line
    let accepted = quoted(fields.keyNames, limit: 24)
    let takes = accepted.isEmpty ? "`\(chosen.value)` takes no options" : "`\(chosen.value)` takes \(accepted)"
    report(
      Diagnostic(
        .misplacedOption, "`\(key.value)` belongs to \(owners); you chose `\(chosen.value)` on line \(line)",
        at: key.range, label: "not an option of `\(chosen.value)`",
        related: [Label(chosen.range, "`\(chosen.value)` chosen here")], path: enclosing.last?.path,
        help: "\(near.map { "write `\($0)`" } ?? "remove it"), or choose \(owners); \(takes)"))
    return true
  }

  /// Reports a key beside a kind that stands among the keys: an option of it, or of another.
  private mutating func reportIfOfKind(_ entry: YAMLTree.Entry, _ inline: Located<String>, _ owner: Owner) -> Bool {
    guard let family = owner.fields.inlineFamily, let chosen = family.entry(inline.value) else { return false }
    guard chosen.fields.keyNames.contains(entry.key.value) else {
      return reportIfOtherKind(entry.key, family, inline, chosen.fields)
    }
    reportMisplaced(entry.key, placement([KeyPlace(name: entry.key.value, keys: [], kinds: [inline.value])], entry, below: nil))
    return true
  }

  // MARK: Places

  /// Where a key belongs, in words.
  private struct Placement {
    /// After "belongs": "in `train.stop`".
    let place: String
    let help: String
    var label: Label?
    /// What a word of another program is here, "is `learning_rate` and "; empty for the key's own name.
    var name = ""
  }

  private mutating func reportMisplaced(_ key: Located<String>, _ placement: Placement) {
    report(
      Diagnostic(
        .misplacedOption, "`\(key.value)` \(placement.name)belongs \(placement.place)", at: key.range, label: "not here",
        related: placement.label.map { [$0] } ?? [], path: enclosing.last?.path, help: placement.help))
  }

  /// A mapping directly inside this one or around it that takes the key and what stands behind it.
  private func nearPlace(of entry: YAMLTree.Entry, _ fields: FieldsInfo) -> Placement? {
    let inside = search(entry).places(below: fields, levels: 1)
    if !inside.isEmpty { return placement(inside, entry, below: nil) }
    return placeAround(entry) { fits(entry.value, $0) }
  }

  private func placeAround(_ entry: YAMLTree.Entry, _ fits: (TypeInfo) -> Bool) -> Placement? {
    for owner in enclosing.dropLast().reversed() {
      guard let index = owner.fields.index(of: entry.key.value), fits(owner.fields.list[index].type) else { continue }
      let label = owner.kind.map { Label($0.range, "belongs to this `\($0.value)`") }
      return Placement(
        place: "to \(owner.title), further out", help: "move it out, beside the other keys of \(owner.title)", label: label)
    }
    return nil
  }

  /// A mapping further inside this one, or inside one around it, that takes the key; a word that is right in many places says nothing.
  private func farPlace(of entry: YAMLTree.Entry, _ fields: FieldsInfo) -> Placement? {
    let search = search(entry)
    let inside = search.places(below: fields, levels: 4)
    if !inside.isEmpty { return inside.count > 3 ? nil : placement(inside, entry, below: nil) }
    // A number alone does not say what has the name.
    let names = entry.value.scalar.flatMap { Double($0.text) } == nil ? search.namePlaces(below: fields) : []
    if !names.isEmpty { return names.count > 2 ? nil : placement(names, entry, below: nil) }
    for owner in enclosing.dropLast().reversed() {
      let places = search.places(below: owner.fields, levels: 3)
      if places.isEmpty { continue }
      return places.count > (places[0].kinds.isEmpty ? 2 : 1) || places[0].kinds.count > 1 ? nil : placement(places, entry, below: owner)
    }
    return placeAround(entry) { _ in true }
  }

  private func search(_ entry: YAMLTree.Entry) -> KeySearch {
    KeySearch(key: entry.key.value) { fits(entry.value, $0) }
  }

  /// - Parameter owner: the mapping from which the places are reached; nil for the one that the key stands in.
  private func placement(_ places: [KeyPlace], _ entry: YAMLTree.Entry, below owner: Owner?) -> Placement {
    let phrases = places.map { phrase($0, below: owner) }
    let first = places[0]
    let shown = entry.value.scalar.map { $0.text.count > 24 ? "…" : $0.text } ?? "…"
    let written = (first.keys + first.kinds.prefix(1)).reversed().reduce("\(first.name): \(shown)") { "\($1): {\($0)}" }
    let isPlain = places.count == 1 && first.keys.count == 1 && first.kinds.isEmpty && owner == nil
    let help =
      first.keys.isEmpty ? "write `{\(written)}`" : isPlain ? "indent it below `\(first.keys[0]):`, `\(written)`" : "write `\(written)`"
    return Placement(
      place: phrases.joined(separator: " or "), help: help, name: first.name == entry.key.value ? "" : "is `\(first.name)` and ")
  }

  private func phrase(_ place: KeyPlace, below owner: Owner?) -> String {
    let outer = owner.flatMap { $0.path.isRoot ? nil : $0.path.placeName }.map { " of \($0)" } ?? ""
    let path = place.keys.prefix { $0 != "…" }.joined(separator: ".")
    if path.isEmpty { return "in \(quoted(place.kinds, limit: 3))\(outer)" }
    return "in `\(path)`\(outer)" + (place.kinds.isEmpty ? "" : ", as an option of \(quoted(place.kinds, limit: 3))")
  }
}
