/// A JSON value with exactly one text: keys sorted by their UTF-8 bytes, shortest round-trip numbers,
/// and no bare NaN or infinity.
///
/// A number that is not finite is the object `{"nonfinite": "nan"}` (or `"inf"`, `"-inf"`), in the
/// text and nowhere else: the reader gives it back as a `number`. Sorted keys, rather than declared
/// order, make equal values equal bytes whoever wrote them.
package enum CanonicalJSON: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([CanonicalJSON])
  /// Sorted by key; keys are unique. Build it with `object(_:)` or a dictionary literal.
  case members([Member])

  /// One key of an object with its value.
  package struct Member: Sendable, Equatable {
    package let key: String
    /// Any value.
    package let value: CanonicalJSON

    package init(key: String, value: CanonicalJSON) {
      self.key = key
      self.value = value
    }
  }

  /// An object from members in any order.
  ///
  /// - Precondition: no key stands twice.
  package static func object(_ members: [(String, CanonicalJSON)]) -> CanonicalJSON {
    let sorted = members.map { Member(key: $0.0, value: $0.1) }
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    for (a, b) in zip(sorted, sorted.dropFirst()) {
      precondition(!a.key.utf8.elementsEqual(b.key.utf8), "a JSON object has the key \(a.key) twice")
    }
    return .members(sorted)
  }

  /// A single-precision number, written with the digits of its own precision: `0.1`, not `0.10000000149011612`.
  package static func single(_ x: Float) -> CanonicalJSON {
    // The Double nearest to a Float's shortest text has that same text.
    .number(x.isFinite ? (Double(x.description) ?? Double(x)) : Double(x))
  }

  /// The value under a key of an object, else nil.
  package subscript(key: String) -> CanonicalJSON? {
    guard case .members(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The text, when this is a string.
  package var text: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  /// The whole number, when this is one.
  package var int: Int? {
    if case .integer(let value) = self { return value }
    return nil
  }

  /// The number, whole or not.
  package var double: Double? {
    switch self {
    case .integer(let value): return Double(value)
    case .number(let value): return value
    default: return nil
    }
  }

  /// The elements, when this is an array.
  package var elements: [CanonicalJSON]? {
    if case .array(let elements) = self { return elements }
    return nil
  }
}

extension CanonicalJSON: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral,
  ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByFloatLiteral, ExpressibleByNilLiteral
{
  package init(dictionaryLiteral elements: (String, CanonicalJSON)...) { self = .object(elements) }
  package init(arrayLiteral elements: CanonicalJSON...) { self = .array(elements) }
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(floatLiteral value: Double) { self = .number(value) }
  package init(nilLiteral: ()) { self = .null }
}
