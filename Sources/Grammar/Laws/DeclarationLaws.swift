import SourceDiagnostics
import YAMLTree

extension FamilyInfo {
  /// What is wrong with the declarations of a family, one sentence each; a law says that it is nothing.
  ///
  /// Every kind has a summary that is a sentence, a source or "—", fields with sentences, numbers with a range or a
  /// unit, defaults that decode, and an example of at most five lines that decodes and resolves without any
  /// declared name.
  package func declarationFaults(functions: FunctionTable) -> [String] {
    var faults: [String] = []
    for entry in entries {
      faults += entry.fields.faults(owner: entry.kind, functions) + exampleFaults(entry, functions)
      if !entry.summary.hasSuffix(".") { faults.append("the summary of `\(entry.kind)` does not end with a full stop") }
      if entry.source.isEmpty { faults.append("`\(entry.kind)` has no source; common knowledge is —") }
      if let reason = NameRule.problem(entry.kind, dotted: false, hyphens: false) {
        faults.append("`\(entry.kind)` is not a word: \(reason)")
      }
    }
    if !summary.hasSuffix(".") { faults.append("the summary of family `\(name)` does not end with a full stop") }
    return faults
  }

  private func exampleFaults(_ entry: EntryInfo, _ functions: FunctionTable) -> [String] {
    if entry.example.split(separator: "\n").count > 5 {
      return ["the example of `\(entry.kind)` is longer than five lines"]
    }
    var sources = SourceMap()
    let (form, problems) = judge(entry.example, type, functions, &sources)
    if let problem = problems.first { return ["the example of `\(entry.kind)` is wrong: \(problem.message)"] }
    guard case .component(let kind, _, _)? = form?.content, kind.value == entry.kind else {
      return ["the example of `\(entry.kind)` shows another kind"]
    }
    return []
  }
}

extension RecordInfo {
  /// What is wrong with the declarations of a record, one sentence each.
  package func declarationFaults(functions: FunctionTable) -> [String] {
    fields.faults(owner: name, functions)
      + (summary.hasSuffix(".") ? [] : ["the summary of record `\(name)` does not end with a full stop"])
  }
}

extension FieldsInfo {
  fileprivate func faults(owner: String, _ functions: FunctionTable) -> [String] {
    list.flatMap { field -> [String] in
      var faults: [String] = []
      let what = "`\(field.name)` of `\(owner)`"
      if !field.summary.hasSuffix(".") { faults.append("the summary of \(what) does not end with a full stop") }
      if let reason = NameRule.problem(field.name, dotted: false, hyphens: false), !field.isInline {
        faults.append("\(what) is not a key: \(reason)")
      }
      if field.type.isUnbounded { faults.append("\(what) has neither a range nor a unit") }
      if case .optional(let text) = field.necessity {
        var sources = SourceMap()
        faults += judge(text, field.type, functions, &sources).problems.map {
          "the default of \(what) is wrong: \($0.message)"
        }
      }
      if case .choice(let words) = field.type {
        faults += words.filter(Self.isTruthWord).map { "the word `\($0)` of \(what) is a truth value for YAML 1.1" }
      }
      return faults
    }
  }

  private static func isTruthWord(_ word: String) -> Bool {
    ["yes", "no", "on", "off", "y", "n", "true", "false", "null"].contains(word.lowercased())
  }
}

extension TypeInfo {
  /// A number without a stated range or unit.
  fileprivate var isUnbounded: Bool {
    switch self {
    case .number(let range, let unit, _), .integer(let range, let unit): range == .any && unit == nil
    case .list(let element, _), .oneOrMany(let element): element.isUnbounded
    default: false
    }
  }
}
