import SourceDiagnostics
import YAMLTree

/// Node tree to form, by the types of the declarations. Every mistake is reported once, where it was made; what
/// hangs on it
/// is left as `.broken` and judged no further.
struct FormDecoder {
  let sources: SourceMap
  /// Names that the document declares with values: a bare word among them is an expression, not a misspelt kind.
  let names: NameSet
  /// User-chosen names with a hyphen, which expressions read as one name.
  let hyphenated: [String]
  var found: [Diagnostic] = []
  /// The mappings that enclose the place being decoded, outermost first.
  var enclosing: [Owner] = []

  init(sources: SourceMap, names: [String] = [], hyphenated: [String] = []) {
    self.sources = sources
    self.names = NameSet(names)
    self.hyphenated = hyphenated
  }

  /// The mapping whose keys are being judged.
  struct Owner {
    /// As messages name it: "`adam`", "the top level".
    let title: String
    let fields: FieldsInfo
    /// The family among whose kinds this one was chosen.
    var family: FamilyInfo?
    /// The kind, where it was chosen.
    var kind: Located<String>?
    let range: SourceRange
    let path: SpecPath
  }

  mutating func decode(_ node: Node, _ type: TypeInfo, _ path: SpecPath) -> Form {
    switch type {
    case .number, .integer, .expression: decodeExpression(node, type, path)
    case .flag: decodeFlag(node, type, path)
    case .text: decodeText(node, type, path)
    case .free: Form(.free(node), at: node.range)
    case .choice(let words): decodeChoice(node, words, type, path)
    case .name: decodeName(node, type, path)
    case .list(let element, let count): decodeList(node, element, count, type, path)
    case .oneOrMany(let element): decodeOneOrMany(node, element, type, path)
    case .map(let element, let role, let dotted): decodeMap(node, element, role, dotted, type, path)
    case .component(let family): decodeComponent(node, family.info, type, path)
    case .several(let family): decodeSeveral(node, family.info, type, path)
    case .record(let record): decodeRecord(node, record.info, type, path)
    case .either(let a, let b): decodeEither(node, a, b, type, path)
    case .bindings: decodeBindings(node, type, path)
    case .version(let supported): decodeVersion(node, supported, path)
    }
  }

  // MARK: Reporting

  mutating func report(_ diagnostic: Diagnostic) { found.append(diagnostic) }

  func broken(_ node: Node) -> Form { Form(.broken, at: node.range) }

  /// Reports that a place holds something of another type.
  mutating func wrongType(_ node: Node, _ type: TypeInfo, _ path: SpecPath, help: String? = nil) -> Form {
    if node.isIncomplete { return broken(node) }
    let place = path.placeName.map { " for \($0)" } ?? ""
    report(
      Diagnostic(
        .wrongType, "expected \(type.expectation)\(place), found \(node.description)", at: node.range,
        label: node.isEmptyPlain
          ? "nothing is written here" : node.isEmptyMapping ? "nothing stands in it" : "not \(type.shortExpectation)",
        path: path, help: help))
    return broken(node)
  }
}

extension SpecPath {
  /// As messages name a place: "`units`", "element 2 of `at`"; nil at the top.
  var placeName: String? {
    switch steps.last {
    case .key(let key): return "`\(key)`"
    case .index(let index):
      let owner = SpecPath(Array(steps.dropLast())).placeName
      return "element \(index + 1)" + (owner.map { " of \($0)" } ?? "")
    case nil: return nil
    }
  }
}

extension Node {
  var isEmptyPlain: Bool { scalar?.isEmptyPlain ?? false }
  var isEmptyMapping: Bool { mapping?.isEmpty ?? false }

  /// As messages name it: "a list", "`abc`", "nothing".
  var description: String {
    switch content {
    case .sequence: return "a list"
    case .mapping(let entries): return entries.isEmpty ? "an empty mapping" : "a mapping"
    case .scalar(let scalar):
      if scalar.isEmptyPlain { return "nothing" }
      let line = scalar.text.split(separator: "\n").first.map(String.init) ?? ""
      return "`\(line.count > 40 ? line.prefix(40) + "…" : line)`"
    }
  }

  /// The range of UTF-8 offsets of the scalar's text, in the file. All of the scalar when it is not verbatim there.
  func range(of span: Range<Int>, in scalar: Scalar) -> SourceRange {
    let count = scalar.text.utf8.count
    let isVerbatim = count > 0 && scalar.sourceOffset(ofUTF8: count) > scalar.sourceOffset(ofUTF8: 0)
    guard isVerbatim, span.upperBound <= count else { return range }
    return SourceRange(
      file: range.file, lower: scalar.sourceOffset(ofUTF8: span.lowerBound),
      upper: scalar.sourceOffset(ofUTF8: span.upperBound))
  }
}

extension TypeInfo {
  /// Without particulars: "a number", "a list".
  var shortExpectation: String {
    switch self {
    case .number: "a number"
    case .integer: "an integer"
    case .choice(let words): words.count > 2 ? "one of these words" : quoted(words)
    case .name(let role): "the name of \(withArticle(role))"
    case .expression: "an expression"
    case .list: "a list"
    case .oneOrMany(let element): element.shortExpectation
    case .map, .record, .several, .bindings: "a mapping"
    case .component(let family): withArticle(family.info.name)
    case .either(let a, let b): a.shortExpectation + " or " + b.shortExpectation
    case .flag, .text, .free, .version: expectation
    }
  }
}
