/// A mapping without a kind: the top level of a spec, `train:`, one claim.
package struct Record<Output>: Sendable {
  /// What it declares, as data.
  package let info: RecordInfo
  let build: @Sendable ([Form]) throws(Hole) -> Output

  /// - Parameters:
  ///   - name: what it is called in documents, singular and in lower case.
  ///   - summary: one sentence, with a full stop.
  ///   - shorthand: the field that alone stands for the whole: a claim is `{expect: …}` or just the expression.
  package init<each F>(
    _ name: String, _ summary: String, shorthand: Shorthand = .none, rules: [FieldGroup] = [],
    _ fields: repeat Field<each F>, build: @escaping @Sendable (repeat each F) -> Output
  ) {
    var list: [FieldInfo] = []
    for field in repeat each fields { list.append(field.info) }
    info = RecordInfo(name: name, summary: summary, fields: FieldsInfo(list, rules, shorthand, of: name))
    self.build = { forms throws(Hole) in
      var index = 0
      func next<T>(_ field: Field<T>) throws(Hole) -> T {
        defer { index += 1 }
        return try field.build(forms[index])
      }
      return build(repeat try next(each fields))
    }
  }

  func build(_ form: Form) throws(Hole) -> Output {
    guard case .fields(let forms, _) = form.content else { throw Hole() }
    return try build(forms)
  }
}

extension ValueType {
  /// A mapping without a kind.
  package static func record(_ record: @autoclosure @escaping @Sendable () -> Record<Value>) -> Self {
    ValueType(.record(RecordReference { record().info })) { form throws(Hole) in try record().build(form) }
  }
}
