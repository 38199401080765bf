import YAMLTree

/// Where a key would be right.
struct KeyPlace: Hashable {
  /// What it is called there.
  let name: String
  /// The keys on the way to it, from the mapping that was searched; `…` is a name that the author chooses.
  let keys: [String]
  /// The kinds that take it as an option, any one of which stands between the keys and it; none where no kind is needed.
  var kinds: [String] = []
}

/// Looks below a mapping for where a key is right, by the declarations alone: nearest places first.
struct KeySearch {
  let key: String
  /// Whether what was written behind the key can stand there.
  let fits: (TypeInfo) -> Bool

  /// What is looked through in one go.
  private enum Scope {
    case mapping(FieldsInfo, kind: String?)
    case kinds(FamilyInfo)
  }

  private struct Step {
    let scope: Scope
    let keys: [String]
    /// The family or record that it is, which is looked through where it is nearest.
    let name: String
  }

  /// The nearest places, all equally far, and those under names of the author only where there are no others; empty when there are none
  /// within `levels`.
  func places(below fields: FieldsInfo, levels: Int) -> [KeyPlace] {
    var frontier = steps(below: fields, [])
    var seen: Set<String> = []
    for _ in 0..<levels {
      let found = frontier.compactMap(place)
      if !found.isEmpty { return merged(found) }
      seen.formUnion(frontier.map(\.name))
      frontier = frontier.flatMap(steps(below:)).filter { !seen.contains($0.name) }
    }
    return []
  }

  /// Mappings of names that the author chooses, among the fields or one mapping below, to which what was written can belong.
  func namePlaces(below fields: FieldsInfo) -> [KeyPlace] {
    let here = fields.list.compactMap { namePlace($0, []) }
    if !here.isEmpty { return here }
    return fields.list.flatMap { field -> [KeyPlace] in
      guard case .record(let record) = field.type else { return [] }
      return record.info.fields.list.compactMap { namePlace($0, [field.name]) }
    }
  }

  private func namePlace(_ field: FieldInfo, _ keys: [String]) -> KeyPlace? {
    guard case .map(let element, _, _) = field.type, element.isStructured, fits(element), !field.isInline else { return nil }
    return KeyPlace(name: key, keys: keys + [field.name])
  }

  private func place(_ step: Step) -> KeyPlace? {
    switch step.scope {
    case .mapping(let fields, let kind):
      let known = fields.index(of: key).map { fields.list[$0] } ?? fields.field(alsoKnownAs: key)
      guard let field = known, fits(field.type) else { return nil }
      return KeyPlace(name: field.name, keys: step.keys, kinds: kind.map { [$0] } ?? [])
    case .kinds(let family):
      guard let entry = family.entry(key) ?? family.entry(alsoKnownAs: key), fits(entry) else { return nil }
      return KeyPlace(name: entry.kind, keys: step.keys)
    }
  }

  /// Whether what was written can be the options of a kind.
  private func fits(_ entry: EntryInfo) -> Bool {
    entry.fields.shorthandIndex.map { fits(entry.fields.list[$0].type) } ?? true
      || fits(.record(RecordReference { RecordInfo(name: entry.kind, summary: entry.summary, fields: entry.fields) }))
  }

  /// Places with the same keys as one, with the kinds of all.
  private func merged(_ found: [KeyPlace]) -> [KeyPlace] {
    let declared = found.filter { !$0.keys.contains("…") }
    var all: [KeyPlace] = []
    for place in declared.isEmpty ? found : declared {
      if let index = all.firstIndex(where: { $0.keys == place.keys }) {
        all[index].kinds += place.kinds.filter { !all[index].kinds.contains($0) }
      } else {
        all.append(place)
      }
    }
    return all
  }

  // MARK: One level further down

  private func steps(below step: Step) -> [Step] {
    switch step.scope {
    case .mapping(let fields, let kind): return steps(below: fields, step.keys + (kind.map { [$0] } ?? []))
    case .kinds(let family): return options(family, step.keys)
    }
  }

  private func steps(below fields: FieldsInfo, _ keys: [String]) -> [Step] {
    fields.list.flatMap { field -> [Step] in
      guard field.isInline else { return steps(into: field.type, keys + [field.name]) }
      return fields.inlineFamily.map { options($0, keys) } ?? steps(into: field.type, keys)
    }
  }

  private func options(_ family: FamilyInfo, _ keys: [String]) -> [Step] {
    family.entries.map { Step(scope: .mapping($0.fields, kind: $0.kind), keys: keys, name: "\(family.name).\($0.kind)") }
  }

  private func steps(into type: TypeInfo, _ keys: [String]) -> [Step] {
    switch type {
    case .record(let record): [Step(scope: .mapping(record.info.fields, kind: nil), keys: keys, name: record.info.name)]
    case .component(let family), .several(let family): [Step(scope: .kinds(family.info), keys: keys, name: family.info.name)]
    case .map(let element, _, _): steps(into: element, keys + ["…"])
    case .list(let element, _), .oneOrMany(let element): steps(into: element, keys)
    case .either(let a, let b): steps(into: a, keys) + steps(into: b, keys)
    default: []
    }
  }
}

extension TypeInfo {
  /// Whether what it says about its values tells them from others: a kind, or keys.
  fileprivate var isStructured: Bool {
    switch self {
    case .component, .several, .record: true
    case .oneOrMany(let element): element.isStructured
    default: false
    }
  }
}
