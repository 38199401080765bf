import SourceDiagnostics

extension Resolver {
  mutating func evaluate(_ form: Form, _ expression: Expression, _ written: String, _ type: TypeInfo) -> Form {
    var folder = ExpressionFolder(scope, keeping: type.keptNames)
    defer { found += folder.found }
    guard let folded = folder.fold(expression) else { return form.with(.broken) }
    guard let expected = type.expressionKind else { return bind(form, folded, written, type) }
    guard folded.kind == expected || folded.kind == .unknown else {
      found.append(
        Diagnostic(
          .wrongExpressionType, "expected \(expected.phrase)\(forPlace), found \(folded.kind.phrase): `\(written)`",
          at: form.range,
          label: "this is \(folded.kind.phrase)"))
      return form.with(.broken)
    }
    switch (type, folded.value) {
    case (.number(let range, let unit, _), .number(let x)?):
      return judge(x, range, unit, form, written) ? form.with(.number(x)) : form.with(.broken)
    case (.integer(let range, let unit), .number(let x)?):
      guard x == x.rounded(.towardZero) else { return notAnInteger(x, form, written) }
      guard x.magnitude <= integerLimit else { return tooLarge(x, form, written) }
      return judge(x, range, unit, form, written) ? form.with(.number(x)) : form.with(.broken)
    case (.flag, .truth(let b)?): return form.with(.flag(b))
    case (.list(let element, let count), .list(let xs)?):
      return expand(xs, element, count, form, written)
    default: return bind(form, folded, written, type)
    }
  }

  private var forPlace: String { place.map { " for \($0)" } ?? "" }

  private mutating func bind(
    _ form: Form, _ folded: ExpressionFolder.Folded, _ written: String, _ type: TypeInfo
  ) -> Form {
    let kept = type.keptNames
    if !kept.isOpen, let name = folded.expression.names.first(where: { !kept.gives($0) }) {
      found.append(
        Diagnostic(
          .unknownName, "`\(name)` differs from point to point of the sweep and cannot be used\(forPlace)", at: form.range,
          label: "known only at a point"))
      return form.with(.broken)
    }
    let bound = BoundExpression(
      expression: folded.expression, written: written, kept: type.keptNames, functions: scope.functions)
    return form.with(.bound(bound))
  }

  private mutating func expand(
    _ xs: [Double], _ element: TypeInfo, _ count: ClosedRange<Int>, _ form: Form, _ written: String
  ) -> Form {
    guard count.contains(xs.count) else {
      found.append(count.outOfRange(xs.count, "the list `\(written)`", at: form.range))
      return form.with(.broken)
    }
    let elements = xs.map { x in
      evaluate(form, Expression(.number(x), at: form.range), canonicalNumber(x), element)
    }
    return form.with(.list(elements))
  }

  private mutating func notAnInteger(_ x: Double, _ form: Form, _ written: String) -> Form {
    let shown = canonicalNumber(x)
    let worth = Double(written) == x ? "found \(shown)" : "`\(written)` is \(shown)"
    found.append(
      Diagnostic(.notAnInteger, "expected an integer\(forPlace), \(worth)", at: form.range, label: "not a whole number")
    )
    return form.with(.broken)
  }

  /// Beyond 2^53 a number no longer says which integer is meant.
  private mutating func tooLarge(_ x: Double, _ form: Form, _ written: String) -> Form {
    found.append(
      Diagnostic(
        .outOfRange, "`\(written)` is too large for an integer; the largest is \(canonicalNumber(integerLimit))",
        at: form.range))
    return form.with(.broken)
  }

  private mutating func judge(
    _ x: Double, _ range: NumberRange, _ unit: String?, _ form: Form, _ written: String
  ) -> Bool {
    if range.contains(x) { return true }
    let shown = canonicalNumber(x)
    let worth = Double(written) == x ? "found \(shown)" : "`\(written)` is \(shown)"
    let phrase = range.phrase + (unit.map { " (\($0))" } ?? "")
    let message = "\(place ?? "this") must be \(phrase), \(worth)"
    found.append(Diagnostic(.outOfRange, message, at: form.range, label: "must be \(range.phrase)"))
    return false
  }
}

extension TypeInfo {
  var keptNames: KeptNames {
    switch self {
    case .number(_, _, let names), .expression(let names, _): names
    default: .none
    }
  }

  /// What an expression must be worth here; nil when anything goes.
  var expressionKind: ExpressionKind? {
    switch self {
    case .number, .integer: .number
    case .flag: .truth
    case .list: .list
    case .expression(_, let kind): kind == .unknown ? nil : kind
    default: nil
    }
  }
}
