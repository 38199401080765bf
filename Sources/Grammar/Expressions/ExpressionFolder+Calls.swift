import SourceDiagnostics

extension ExpressionFolder {
  /// A call of a function of numbers is computed when its arguments are constant; one that reads a series is
  /// checked and kept.
  mutating func foldCall(_ name: String, _ arguments: [Expression], _ e: Expression) -> Folded? {
    if let function = kept.functions.first(where: { $0.name == name }) { return foldPlaceFunction(function, arguments, e) }
    let series = scope.functions.seriesFunctions(name)
    if let function = chooseSeries(series, arguments) { return foldSeries(function, arguments, e) }
    if let function = scope.functions.function(name) { return foldNumbers(function, arguments, e) }
    if let function = series.first { return foldSeries(function, arguments, e) }
    let calleeEnd = min(e.range.upper, e.range.lower + name.utf8.count)
    let callee = SourceRange(file: e.range.file, lower: e.range.lower, upper: calleeEnd)
    let known = scope.functions.names + kept.functions.map(\.name)
    let near = suggestion(for: name, among: known)
    if kept.isOpen, name.contains(".") {
      found.append(
        Diagnostic(
          .unknownFunction, "`\(name)(…)` reads a series and has no value of its own", at: callee,
          help: "read it at a moment: `last(\(name)(…))`"))
      return nil
    }
    found.append(
      Diagnostic(
        .unknownFunction, "unknown function `\(name)`", at: callee, label: "no such function",
        help: near.map { "did you mean `\($0)`?" } ?? "functions: " + quoted(known),
        fix: near.map { Edit(callee, $0) }))
    return nil
  }

  /// The series function that a call means: of the ones with this name, that whose kinds of arguments fit.
  private func chooseSeries(_ candidates: [SeriesFunction], _ arguments: [Expression]) -> SeriesFunction? {
    let sameArity = candidates.filter { $0.arity.contains(arguments.count) }
    return sameArity.first { function in
      zip(function.parameters, arguments).allSatisfy { parameter, argument in
        parameter != .series || isSeriesReference(argument)
      }
    }
  }

  /// A name that is nothing else here, or a dotted call: `train.loss`, `queries.share(0.7)`.
  private func isSeriesReference(_ e: Expression) -> Bool {
    switch e.kind {
    case .name(let name): kept.isOpen && !kept.gives(name) && scope.binding(name) == nil
    case .call(let name, _): kept.isOpen && name.contains(".")
    default: false
    }
  }

  /// A function of the place is checked and kept: what it is worth is known where it lands.
  private mutating func foldPlaceFunction(
    _ function: PlaceFunction, _ arguments: [Expression], _ e: Expression
  ) -> Folded? {
    guard checkArity(function.name, function.parameters, arguments, e) else { return nil }
    let folded = arguments.map { number($0, "an argument of `\(function.name)`") }
    let all = folded.compactMap(\.self)
    guard all.count == arguments.count else { return nil }
    return Folded(expression: Expression(.call(function.name, all.map(\.expression)), at: e.range), kind: .unknown)
  }

  // MARK: Functions of numbers

  private mutating func foldNumbers(
    _ function: ExpressionFunction, _ arguments: [Expression], _ e: Expression
  ) -> Folded? {
    guard checkArity(function.name, function.parameters, arguments, e) else { return nil }
    let folded = arguments.map { number($0, "an argument of `\(function.name)`") }
    let all = folded.compactMap(\.self)
    guard all.count == arguments.count else { return nil }
    let values = all.compactMap { part -> Double? in
      if case .number(let x)? = part.value { x } else { nil }
    }
    if values.count == all.count {
      let shown = values.map(canonicalNumber).joined(separator: ", ")
      return constant(function.evaluate(values), "\(function.name)(\(shown))", e)
    }
    return Folded(expression: Expression(.call(function.name, all.map(\.expression)), at: e.range), kind: .number)
  }

  // MARK: Functions of series

  private mutating func foldSeries(_ function: SeriesFunction, _ arguments: [Expression], _ e: Expression) -> Folded? {
    guard checkArity(function.name, function.arity, arguments, e) else { return nil }
    var kept: [Expression?] = []
    for (parameter, argument) in zip(function.parameters, arguments) {
      kept.append(foldArgument(argument, parameter, of: function))
    }
    let all = kept.compactMap(\.self)
    guard all.count == arguments.count else { return nil }
    return Folded(expression: Expression(.call(function.name, all), at: e.range), kind: function.result)
  }

  private mutating func foldArgument(
    _ e: Expression, _ parameter: SeriesFunction.Parameter, of function: SeriesFunction
  ) -> Expression? {
    let role = "an argument of `\(function.name)`"
    switch parameter {
    case .number: return number(e, role)?.expression
    case .truth: return operand(e, .truth, role)?.expression
    case .list: return operand(e, .list, role)?.expression
    case .value: return fold(e)?.expression
    case .moment:
      if case .name(let name) = e.kind, scope.binding(name) == nil { return e }
      return number(e, "a moment")?.expression
    case .series: return foldSeriesReference(e, function)
    }
  }

  private mutating func foldSeriesReference(_ e: Expression, _ function: SeriesFunction) -> Expression? {
    switch e.kind {
    case .name(let name):
      guard case .value? = scope.binding(name) else { return e }
      found.append(
        Diagnostic(
          .wrongExpressionType, "`\(function.name)` reads something recorded; `\(name)` is a constant of `let`",
          at: e.range, label: "not recorded"))
      return nil
    case .call(let name, let arguments) where name.contains("."):
      let folded = arguments.map { number($0, "an argument of `\(name)`") }
      let all = folded.compactMap(\.self)
      guard all.count == arguments.count else { return nil }
      return Expression(.call(name, all.map(\.expression)), at: e.range)
    default:
      found.append(
        Diagnostic(
          .wrongExpressionType, "`\(function.name)` reads something recorded, such as `train.loss`", at: e.range,
          label: "expected the name of a metric or a probe"))
      return nil
    }
  }

  private mutating func checkArity(
    _ name: String, _ arity: ClosedRange<Int>, _ arguments: [Expression], _ e: Expression
  ) -> Bool {
    if arity.contains(arguments.count) { return true }
    let (least, most) = (arity.lowerBound, arity.upperBound)
    let amount = least == most ? "\(least)" : most == Int.max ? "at least \(least)" : "\(least) to \(most)"
    let plural = least == 1 && most == 1 ? "" : "s"
    found.append(
      Diagnostic(
        .wrongArity, "`\(name)` takes \(amount) argument\(plural), not \(arguments.count)", at: e.range,
        label: "\(arguments.count) given"))
    return false
  }
}
