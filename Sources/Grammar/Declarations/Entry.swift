/// A construct: everything that is known of it, in one value. `Output` is what it becomes.
package struct Entry<Output>: Sendable {
  /// What it declares, as data.
  package let info: EntryInfo
  let build: @Sendable ([Form]) throws(Hole) -> Output

  /// - Parameters:
  ///   - kind: the word that chooses it, in snake case.
  ///   - summary: one sentence, with a full stop.
  ///   - source: where it comes from, "—" for common knowledge.
  ///   - example: a spec text that decodes on its own, at most five lines.
  ///   - alsoKnownAs: what other programs call it; see `EntryInfo`.
  ///   - contains: what other programs write beside it, and it does by itself.
  ///   - rules: what holds between the fields.
  package init<each F>(
    _ kind: String, _ summary: String, source: String = "—", example: String, alsoKnownAs: [String] = [],
    contains: [String] = [], shorthand: Shorthand = .none, rules: [FieldGroup] = [], _ fields: repeat Field<each F>,
    build: @escaping @Sendable (repeat each F) -> Output
  ) {
    var list: [FieldInfo] = []
    for field in repeat each fields { list.append(field.info) }
    info = EntryInfo(
      kind: kind, summary: summary, source: source, example: example,
      fields: FieldsInfo(list, rules, shorthand, of: kind), alsoKnownAs: alsoKnownAs, contains: contains)
    self.build = { forms throws(Hole) in
      var index = 0
      func next<T>(_ field: Field<T>) throws(Hole) -> T {
        defer { index += 1 }
        return try field.build(forms[index])
      }
      return build(repeat try next(each fields))
    }
  }
}
