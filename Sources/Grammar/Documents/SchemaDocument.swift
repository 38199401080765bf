extension Catalog {
  /// The JSON Schema (2020-12) of a document, for editors and validators.
  ///
  /// It accepts every valid spelling and refuses unknown keys and kinds; what expressions are worth it cannot know.
  /// Numbers
  /// may be strings, because they may be expressions and because YAML 1.1 loaders read `1e-3` as a string.
  package func schema(id: String? = nil, title: String) -> String {
    let document = SchemaDocument(catalog: self)
    var members: [(String, JSONText)] = [("$schema", .string("https://json-schema.org/draft/2020-12/schema"))]
    if let id { members.append(("$id", .string(id))) }
    members += [("title", .string(title)), ("description", .string(root.summary))]
    members += document.object(root.fields)
    var definitions: [(String, JSONText)] = records.map { (SchemaDocument.key($0.name), document.definition($0)) }
    definitions += families.map { (document.key(ofFamily: $0), document.definition($0)) }
    members.append(("$defs", .object(definitions)))
    return JSONText.object(members).text
  }
}

/// Translates declarations into schemas.
struct SchemaDocument {
  let catalog: Catalog

  typealias Members = [(String, JSONText)]

  static func key(_ name: String) -> String { name.replacing(" ", with: "_") }

  func key(ofFamily family: FamilyInfo) -> String { Self.key(catalog.title(ofFamily: family.name)) }

  private static let notes: (String, JSONText) = ("patternProperties", .object([("^x-", .bool(true))]))
  private static let nothing = JSONText.object([("type", .string("null"))])

  // MARK: Definitions

  func definition(_ record: RecordInfo) -> JSONText {
    var choices: [JSONText] = [.object(object(record.fields))]
    if Self.canBeEmpty(record.fields) { choices.append(Self.nothing) }
    choices += shorthands(record.fields)
    if let family = record.fields.inlineFamily {
      let bare = family.entries.filter { Self.canBeEmpty($0.fields) }.map(\.kind)
      if !bare.isEmpty { choices.append(.object([("enum", .strings(bare))])) }
    }
    return described(anyOf(choices), record.summary)
  }

  func definition(_ family: FamilyInfo) -> JSONText {
    var choices: [JSONText] = []
    let bare = family.entries.filter { Self.canBeEmpty($0.fields) }.map(\.kind)
    if !bare.isEmpty { choices.append(.object([("enum", .strings(bare))])) }
    for entry in family.entries {
      choices.append(
        .object([
          ("type", .string("object")), ("description", .string(entry.summary)),
          ("properties", .object([(entry.kind, options(entry))])), ("required", .strings([entry.kind])), Self.notes,
          ("additionalProperties", .bool(false)),
        ]))
    }
    if let kind = family.numberKind, let entry = family.entry(kind) {
      choices += shorthands(entry.fields).map {
        .object([("type", .strings(["number", "string"])), ("allOf", .array([$0]))])
      }
    }
    if let kind = family.sequenceKind, let entry = family.entry(kind) {
      choices += shorthands(entry.fields).map { .object([("type", .string("array")), ("allOf", .array([$0]))]) }
    }
    return described(anyOf(choices), family.summary)
  }

  /// What may stand behind a kind.
  private func options(_ entry: EntryInfo) -> JSONText {
    var choices: [JSONText] = [.object(object(entry.fields))]
    if Self.canBeEmpty(entry.fields) { choices.append(Self.nothing) }
    choices += shorthands(entry.fields)
    return described(anyOf(choices), entry.summary)
  }

  private func shorthands(_ fields: FieldsInfo) -> [JSONText] {
    switch fields.shorthand {
    case .none: []
    case .field: fields.shorthandIndex.map { [type(fields.list[$0].type)] } ?? []
    case .positional: [positional(fields)]
    }
  }

  private func positional(_ fields: FieldsInfo) -> JSONText {
    let required = fields.list.lastIndex { $0.necessity == .required }.map { $0 + 1 } ?? 0
    return .object([
      ("type", .string("array")), ("prefixItems", .array(fields.list.map { type($0.type) })), ("items", .bool(false)),
      ("minItems", .number(Double(required))),
    ])
  }

  private static func canBeEmpty(_ fields: FieldsInfo) -> Bool {
    let needsOne = fields.groups.contains { if case .exactlyOne = $0 { true } else { false } }
    return !needsOne && !fields.list.contains { $0.necessity == .required }
  }

  // MARK: Mappings

  func object(_ fields: FieldsInfo) -> Members {
    var properties: Members = []
    for field in fields.list {
      if field.isInline {
        properties += fields.inlineFamily?.entries.map { ($0.kind, options($0)) } ?? []
      } else {
        properties.append((field.name, property(field)))
      }
    }
    let required = fields.list.filter { $0.necessity == .required && !$0.isInline }.map(\.name)
    var members: Members = [("type", .string("object")), ("properties", .object(properties))]
    if !required.isEmpty { members.append(("required", .strings(required))) }
    let open = fields.openNames.map { (Self.pattern($0.dotted, besides: fields.keyNames), type($0.element)) }
    members += [
      ("patternProperties", .object([("^x-", .bool(true))] + (open.map { [$0] } ?? []))), ("additionalProperties", .bool(false)),
    ]
    let rules = fields.groups.flatMap(rules) + inlineRule(fields)
    if !rules.isEmpty { members.append(("allOf", .array(rules))) }
    return members
  }

  private func property(_ field: FieldInfo) -> JSONText {
    var extra: Members = [("description", .string(field.summary))]
    if case .optional(let text) = field.necessity { extra.append(("default", Self.value(of: text))) }
    guard case .object(let members) = type(field.type) else { return .object(extra) }
    return .object(members + extra)
  }

  /// A default as JSON where it is a scalar, as its text otherwise.
  private static func value(of text: String) -> JSONText {
    switch text {
    case "true": .bool(true)
    case "false": .bool(false)
    case "{}": .object([])
    case "[]": .array([])
    default: Double(text).map(JSONText.number) ?? .string(text)
    }
  }

  private func rules(_ group: FieldGroup) -> [JSONText] {
    switch group {
    case .exactlyOne(let names): [.object([("oneOf", .array(names.map(required)))])]
    case .atMostOne(let names):
      names.indices.flatMap { i in
        names[(i + 1)...].map { .object([("not", .object([("required", .strings([names[i], $0]))]))]) }
      }
    case .increasing: []
    case .needed(let names, let others):
      [.object([("anyOf", .array(others.map(required) + [.object([("required", .strings(names))])]))])]
    }
  }

  private func inlineRule(_ fields: FieldsInfo) -> [JSONText] {
    guard let family = fields.inlineFamily else { return [] }
    return [.object([("oneOf", .array(family.entries.map { required($0.kind) }))])]
  }

  private func required(_ name: String) -> JSONText { .object([("required", .strings([name]))]) }

  // MARK: Types

  func type(_ info: TypeInfo) -> JSONText {
    switch info {
    case .number(let range, _, _): .object([("type", .strings(["number", "string"]))] + bounds(range))
    case .integer(let range, _): .object([("type", .strings(["integer", "string"]))] + bounds(range))
    case .flag: .object([("type", .strings(["boolean", "string"]))])
    case .text: .object([("type", .strings(["string", "number", "boolean", "null"]))])
    case .free: .object([])
    case .choice(let words): .object([("enum", .strings(words))])
    case .name: .object([("type", .string("string"))])
    case .expression: .object([("type", .strings(["string", "number", "boolean"]))])
    case .list(let element, let count): list(element, count)
    case .oneOrMany(let element): anyOf([type(element), array(element, 0...Int.max)])
    case .map(let element, _, let dotted): map(element, dotted)
    case .component(let family): reference(key(ofFamily: family.info))
    case .several(let family): several(family.info)
    case .record(let record): reference(Self.key(record.info.name))
    case .either(let a, let b): anyOf([type(a), type(b)])
    case .bindings: bindings
    case .version(let supported): .object([("enum", .array(supported.map { .number(Double($0)) }))])
    }
  }

  private func bounds(_ range: NumberRange) -> Members {
    var members: Members = []
    if range.lower.isFinite {
      members.append((range.includesLower ? "minimum" : "exclusiveMinimum", .number(range.lower)))
    }
    if range.upper.isFinite {
      members.append((range.includesUpper ? "maximum" : "exclusiveMaximum", .number(range.upper)))
    }
    return members
  }

  /// A list of numbers can also be the name of a list in `let`.
  private func list(_ element: TypeInfo, _ count: ClosedRange<Int>) -> JSONText {
    let array = array(element, count)
    return element.isNumber ? anyOf([array, .object([("type", .string("string"))])]) : array
  }

  private func array(_ element: TypeInfo, _ count: ClosedRange<Int>) -> JSONText {
    var members: Members = [("type", .string("array")), ("items", type(element))]
    if count.lowerBound > 0 { members.append(("minItems", .number(Double(count.lowerBound)))) }
    if count.upperBound < Int.max { members.append(("maxItems", .number(Double(count.upperBound)))) }
    return .object(members)
  }

  private func map(_ element: TypeInfo, _ dotted: Bool) -> JSONText {
    .object([
      ("type", .strings(["object", "null"])),
      ("patternProperties", .object([("^x-", .bool(true)), (Self.pattern(dotted), type(element))])),
      ("additionalProperties", .bool(false)),
    ])
  }

  /// Names that the user chooses.
  /// - Parameter declared: keys with a meaning of their own, which the pattern leaves out.
  private static func pattern(_ dotted: Bool, besides declared: [String] = []) -> String {
    let part = "[A-Za-z0-9_][A-Za-z0-9_-]*"
    let others = declared.isEmpty ? "" : "(?!(\(declared.joined(separator: "|")))$)"
    return "^(?!x-)(?![0-9])\(others)\(part)" + (dotted ? "(\\.\(part))*$" : "$")
  }

  private var bindings: JSONText {
    let value = JSONText.object([("type", .strings(["number", "string", "boolean", "array"]))])
    return .object([
      ("type", .strings(["object", "null"])),
      ("patternProperties", .object([("^x-", .bool(true)), ("^[A-Za-z_][A-Za-z0-9_]*$", value)])),
      ("additionalProperties", .bool(false)),
    ])
  }

  private func several(_ family: FamilyInfo) -> JSONText {
    let object = JSONText.object([
      ("type", .string("object")), ("properties", .object(family.entries.map { ($0.kind, options($0)) })),
      ("minProperties", .number(1)), Self.notes, ("additionalProperties", .bool(false)),
    ])
    let bare = family.entries.filter { Self.canBeEmpty($0.fields) }.map(\.kind)
    return bare.isEmpty ? object : anyOf([object, .object([("enum", .strings(bare))])])
  }

  private func reference(_ key: String) -> JSONText { .object([("$ref", .string("#/$defs/\(key)"))]) }

  private func anyOf(_ choices: [JSONText]) -> JSONText {
    choices.count == 1 ? choices[0] : .object([("anyOf", .array(choices))])
  }

  private func described(_ schema: JSONText, _ text: String) -> JSONText {
    guard case .object(let members) = schema, !members.contains(where: { $0.0 == "description" }) else { return schema }
    return .object([("description", .string(text))] + members)
  }
}
