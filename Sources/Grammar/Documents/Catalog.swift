/// Everything that a language declares, as plain data: what every generated document is made from.
package struct Catalog: Sendable {
  /// Version of the shape of this data, for programs that read what is generated from it.
  package static let version = 1

  /// The top level of a document.
  package let root: RecordInfo
  /// In the order in which the root reaches them.
  package private(set) var families: [FamilyInfo] = []
  /// Without the root, in the order in which the root reaches them.
  package private(set) var records: [RecordInfo] = []
  /// What expressions can call.
  package let functions: FunctionTable
  /// Where each family and record can stand: `train.optimizer`, `model.layers.NAME`.
  private(set) var places: [(name: String, path: String)] = []

  /// - Precondition: families have different names, and so have records. A record can be called like the family of
  ///   its inline component: a probe is a record around a kind of probe.
  package init<Output>(_ language: Language<Output>) {
    root = language.root.info
    functions = language.functions
    visit(root.fields, "")
  }

  private mutating func visit(_ fields: FieldsInfo, _ path: String) {
    for field in fields.list {
      let separator = path.isEmpty ? "" : "."
      visit(field.type, field.isInline ? path : path + separator + field.name)
    }
  }

  private mutating func visit(_ type: TypeInfo, _ path: String) {
    switch type {
    case .component(let family), .several(let family):
      let info = family.info
      places.append((info.name, path))
      if let known = families.first(where: { $0.name == info.name }) {
        precondition(known.entries.map(\.kind) == info.entries.map(\.kind), "two families are called `\(info.name)`")
        return
      }
      families.append(info)
      for entry in info.entries { visit(entry.fields, path + (path.isEmpty ? "" : ".") + entry.kind) }
    case .record(let record):
      let info = record.info
      places.append((info.name, path))
      if let known = records.first(where: { $0.name == info.name }) {
        precondition(known.fields.keyNames == info.fields.keyNames, "two records are called `\(info.name)`")
        return
      }
      records.append(info)
      visit(info.fields, path)
    case .list(let element, _): visit(element, path + "[0]")
    case .oneOrMany(let element): visit(element, path)
    case .map(let element, _, _): visit(element, path + ".NAME")
    case .either(let a, let b):
      visit(a, path)
      visit(b, path)
    case .number, .integer, .flag, .text, .free, .choice, .name, .expression, .bindings, .version: break
    }
  }

  /// The paths at which a family or record can stand, each once.
  package func places(of name: String) -> [String] {
    var paths: [String] = []
    for place in places where place.name == name && !paths.contains(place.path) { paths.append(place.path) }
    return paths
  }

  /// What a family is called where a record has the same name: "probe kinds".
  func title(ofFamily name: String) -> String {
    records.contains { $0.name == name } || root.name == name ? name + " kinds" : name
  }

  /// Every word that `explain` knows, for completion: families, records, kinds, functions; each once.
  package var names: [String] {
    var names: [String] = []
    let kinds = families.flatMap { $0.entries.map(\.kind) }
    let all = families.map(\.name) + records.map(\.name) + kinds + functions.names
    for name in all + root.fields.keyNames where !names.contains(name) { names.append(name) }
    return names
  }
}
