import SourceDiagnostics

/// What a claim turned out to be.
package struct Judgement: Sendable, Equatable {
  /// nil when it is undecided: something was never recorded or is not a number.
  package let truth: Bool?
  /// How far the claim is from flipping: for a comparison the signed slack (see `Expression.Comparison.slack`), for
  /// `and` the
  /// minimum of both sides, for `or` the maximum, for `not` the negative. nil where no distance makes sense.
  package let margin: Double?
  /// What was read and compared, in written order, each text once.
  package let evidence: [Evidence]
}

/// The value of a part of a claim.
package struct Evidence: Sendable, Equatable {
  /// Canonical text of the part.
  package let text: String
  /// nil when it could not be read.
  package let value: ExpressionValue?
  /// Where the part was written.
  package let range: SourceRange
}

extension BoundExpression {
  /// Judges a claim against what was recorded.
  package func judge(_ reader: some ClaimReader) -> Judgement {
    var judge = Judge(reader: reader, functions: functions)
    let (truth, margin) = judge.verdict(expression)
    return Judgement(truth: truth, margin: margin, evidence: judge.evidence)
  }

  /// The value of a reading; nil when something in it cannot be read.
  package func value(_ reader: some ClaimReader) -> ExpressionValue? {
    var judge = Judge(reader: reader, functions: functions)
    return judge.value(expression)
  }

  /// Everything recorded that it reads, in written order.
  package func reads() -> [SeriesRead] { SeriesReads(functions).collect(expression) }
}

/// Evaluates with three truth values: a part that cannot be read makes the whole undecided unless the rest decides
/// it.
private struct Judge<Reader: ClaimReader> {
  let reader: Reader
  let functions: FunctionTable
  var evidence: [Evidence] = []

  typealias Verdict = (truth: Bool?, margin: Double?)

  mutating func verdict(_ e: Expression) -> Verdict {
    switch e.kind {
    case .comparison(let op, let a, let b):
      let left = witnessed(a)
      let right = witnessed(b)
      guard let left, let right else { return (nil, nil) }
      return (op.holds(left, right), op.slack(left, right))
    case .and(let a, let b):
      let (x, y) = (verdict(a), verdict(b))
      return (Self.and(x.truth, y.truth), Self.combine(x.margin, y.margin, min))
    case .or(let a, let b):
      let (x, y) = (verdict(a), verdict(b))
      let truth = Self.and(x.truth.map(!), y.truth.map(!)).map(!)
      return (truth, Self.combine(x.margin, y.margin, max))
    case .not(let a):
      let x = verdict(a)
      return (x.truth.map(!), x.margin.map { 0 - $0 })
    default:
      guard case .truth(let truth)? = witnessed(e) else { return (nil, nil) }
      return (truth, nil)
    }
  }

  private static func and(_ x: Bool?, _ y: Bool?) -> Bool? {
    if x == false || y == false { return false }
    guard let x, let y else { return nil }
    return x && y
  }

  private static func combine(_ x: Double?, _ y: Double?, _ choose: (Double, Double) -> Double) -> Double? {
    guard let x, let y else { return nil }
    return choose(x, y)
  }

  /// The value of a side of a comparison, kept as evidence unless it is a literal.
  private mutating func witnessed(_ e: Expression) -> ExpressionValue? {
    let value = value(e)
    if e.constantValue == nil { witness(e, value) }
    return value
  }

  private mutating func witness(_ e: Expression, _ value: ExpressionValue?) {
    let text = e.description
    if !evidence.contains(where: { $0.text == text }) {
      evidence.append(Evidence(text: text, value: value, range: e.range))
    }
  }

  mutating func value(_ e: Expression) -> ExpressionValue? {
    switch e.kind {
    case .number, .truth: return e.constantValue
    case .name(let name):
      let value = reader.value(of: name)
      witness(e, value)
      return value
    case .list(let parts): return numbers(parts).map(ExpressionValue.list)
    case .negate(let a): return number(a).map { .number(-$0) }
    case .arithmetic(let op, let a, let b):
      let (x, y) = (number(a), number(b))
      guard let x, let y else { return nil }
      return .number(op.apply(x, y, power: functions.power))
    case .comparison, .and, .or, .not: return verdict(e).truth.map(ExpressionValue.truth)
    case .call(let name, let arguments): return call(name, arguments, e)
    }
  }

  private mutating func number(_ e: Expression) -> Double? {
    if case .number(let x)? = value(e) { x } else { nil }
  }

  private mutating func numbers(_ parts: [Expression]) -> [Double]? {
    var all: [Double] = []
    for part in parts {
      guard let x = number(part) else { return nil }
      all.append(x)
    }
    return all
  }

  private mutating func call(_ name: String, _ arguments: [Expression], _ e: Expression) -> ExpressionValue? {
    guard let series = SeriesReads(functions).function(name, arguments) else {
      guard let function = functions.function(name), let values = numbers(arguments) else { return nil }
      return .number(function.evaluate(values))
    }
    var given: [SeriesArgument] = []
    for (parameter, argument) in zip(series.parameters, arguments) {
      guard let value = self.argument(argument, parameter) else { return nil }
      given.append(value)
    }
    let value = reader.call(name, given)
    witness(e, value)
    return value
  }

  private mutating func argument(_ e: Expression, _ parameter: SeriesFunction.Parameter) -> SeriesArgument? {
    switch parameter {
    case .series: return SeriesReads.seriesName(e).map(SeriesArgument.series)
    case .moment:
      if let moment = SeriesReads.moment(e) { return .moment(moment) }
      return number(e).flatMap { Int(exactly: $0) }.map { .moment(.step($0)) }
    case .number, .truth, .list, .value:
      switch value(e) {
      case .number(let x)?: return .number(x)
      case .truth(let b)?: return .truth(b)
      case .list(let xs)?: return .list(xs)
      case .text?, nil: return nil
      }
    }
  }
}
