import SourceDiagnostics
import YAMLTree

extension ValueType where Value == Double {
  /// A finite number, or an expression over `let` names.
  package static func number(_ range: NumberRange = .any, unit: String? = nil) -> Self {
    ValueType(.number(range, unit: unit, names: .none)) { form throws(Hole) in try form.number() }
  }

  /// A number from a lower end on.
  package static func number(_ range: PartialRangeFrom<Double>, unit: String? = nil) -> Self {
    number(NumberRange(range.lowerBound), unit: unit)
  }

  /// A number between two ends, which belong to it.
  package static func number(_ range: ClosedRange<Double>, unit: String? = nil) -> Self {
    number(NumberRange(range.lowerBound, range.upperBound), unit: unit)
  }

  /// A number from a lower end on, below an upper one.
  package static func number(_ range: Range<Double>, unit: String? = nil) -> Self {
    number(NumberRange(range.lowerBound, range.upperBound, includesUpper: false), unit: unit)
  }
}

extension ValueType where Value == Int {
  /// A whole number of at most 2^53 in magnitude, or an expression for one.
  package static func integer(_ range: PartialRangeFrom<Int>, unit: String? = nil) -> Self {
    integer(NumberRange(Double(range.lowerBound)), unit)
  }

  /// A whole number between two ends, which belong to it.
  package static func integer(_ range: ClosedRange<Int>, unit: String? = nil) -> Self {
    integer(NumberRange(Double(range.lowerBound), Double(range.upperBound)), unit)
  }

  /// Any whole number of at most 2^53 in magnitude.
  package static func integer(unit: String? = nil) -> Self { integer(NumberRange.any, unit) }

  private static func integer(_ range: NumberRange, _ unit: String?) -> Self {
    ValueType(.integer(range, unit: unit)) { form throws(Hole) in Int(try form.number()) }
  }

  /// The version of the language: one of `supported`.
  package static func version(_ supported: [Int]) -> Self {
    ValueType(.version(supported)) { form throws(Hole) in Int(try form.number()) }
  }
}

/// The largest integer up to which every integer is a `Double`.
let integerLimit: Double = 0x1p53

extension ValueType where Value == Bool {
  /// `true`, `false`, or a comparison.
  package static var flag: Self {
    ValueType(.flag) { form throws(Hole) in
      guard case .flag(let flag) = form.content else { throw Hole() }
      return flag
    }
  }
}

extension ValueType where Value == String {
  /// Any text: `no` and `1e-3` stand for themselves.
  package static var text: Self { ValueType(.text) { form throws(Hole) in try form.text() } }

  /// One of these words.
  package static func choice(_ words: [String]) -> Self {
    ValueType(.choice(words)) { form throws(Hole) in try form.text() }
  }
}

extension ValueType where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
  /// One of the cases, written as its raw value.
  package static func choice(_ type: Value.Type) -> Self {
    ValueType(.choice(type.allCases.map(\.rawValue))) { form throws(Hole) in
      guard let value = type.init(rawValue: try form.text()) else { throw Hole() }
      return value
    }
  }
}

extension ValueType where Value == Located<String> {
  /// The name of something declared elsewhere; whether it exists is judged by `lower`.
  /// - Parameter role: what it names: `layer`, `parameter`.
  package static func name(_ role: String) -> Self {
    ValueType(.name(role: role)) { form throws(Hole) in Located(try form.text(), at: form.range) }
  }
}

extension ValueType where Value == Node? {
  /// Anything, kept and never judged; nil for a declared default.
  package static var free: Self {
    ValueType(.free) { form throws(Hole) in
      guard case .free(let node) = form.content else { throw Hole() }
      return node
    }
  }
}

extension ValueType where Value == BoundExpression {
  /// A number that depends on `variables`: a target function of `x`.
  package static func expression(variables: KeptNames) -> Self { expression(variables, .number) }

  /// A number that depends on these names only.
  package static func expression(variables: [String]) -> Self { expression(KeptNames(variables), .number) }

  /// A truth over names that are judged later: what a claim expects.
  package static var claim: Self { expression(.open, .truth) }

  /// A value over names that are judged later: what a summary reads.
  package static var reading: Self { expression(.open, .unknown) }

  private static func expression(_ names: KeptNames, _ kind: ExpressionKind) -> Self {
    ValueType(.expression(names, kind)) { form throws(Hole) in
      guard case .bound(let expression) = form.content else { throw Hole() }
      return expression
    }
  }
}

extension ValueType where Value == PlaceNumber {
  /// A number that can depend on names which are known only where it lands: `std: fan_in^-0.5`.
  package static func placeNumber(_ range: NumberRange = .any, unit: String? = nil, names: [String]) -> Self {
    ValueType(.number(range, unit: unit, names: KeptNames(names))) { form throws(Hole) in
      switch form.content {
      case .number(let x): PlaceNumber(.constant(x), range, form.range)
      case .bound(let expression): PlaceNumber(.dependent(expression), range, form.range)
      default: throw Hole()
      }
    }
  }

  /// The same with a lower end.
  package static func placeNumber(_ range: PartialRangeFrom<Double>, unit: String? = nil, names: [String]) -> Self {
    placeNumber(NumberRange(range.lowerBound), unit: unit, names: names)
  }
}

extension ValueType where Value == [Named<ExpressionValue>] {
  /// The `let` mapping. The values of its names are in scope in the whole document.
  package static var bindings: Self {
    ValueType(.bindings) { form throws(Hole) in
      guard case .map(let members, _) = form.content else { throw Hole() }
      var values: [Named<ExpressionValue>] = []
      for member in members {
        guard let value = member.form.expressionValue else { throw Hole() }
        values.append(Named(name: member.name, value: value))
      }
      return values
    }
  }
}

extension Form {
  func number() throws(Hole) -> Double {
    guard case .number(let x) = content else { throw Hole() }
    return x
  }

  func text() throws(Hole) -> String {
    guard case .text(let text) = content else { throw Hole() }
    return text
  }

  /// The worth of a resolved `let` value.
  var expressionValue: ExpressionValue? {
    switch content {
    case .number(let x): return .number(x)
    case .flag(let b): return .truth(b)
    case .list(let forms):
      var numbers: [Double] = []
      for form in forms {
        guard case .number(let x) = form.content else { return nil }
        numbers.append(x)
      }
      return .list(numbers)
    default: return nil
    }
  }
}
