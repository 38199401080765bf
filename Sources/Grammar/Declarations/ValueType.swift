import SourceDiagnostics
import YAMLTree

/// A part of a form that could not be decoded or resolved; the mistake was reported where it was found.
struct Hole: Error {}

/// What may stand at a place, and the Swift value that it becomes.
package struct ValueType<Value>: Sendable {
  /// What may stand there, as data.
  package let info: TypeInfo
  /// The value of a resolved form of this type.
  let build: @Sendable (Form) throws(Hole) -> Value

  init(_ info: TypeInfo, build: @escaping @Sendable (Form) throws(Hole) -> Value) {
    self.info = info
    self.build = build
  }

  /// The value and where it was written, for whatever a later stage can blame. A default stands where its owner
  /// stands.
  package static func located<Inner>(_ type: ValueType<Inner>) -> Self where Value == Located<Inner> {
    ValueType(type.info) { form throws(Hole) in Located(try type.build(form), at: form.range) }
  }

  /// Between `count` elements in brackets.
  package static func list<Element>(
    of type: ValueType<Element>, count: ClosedRange<Int> = 0...Int.max
  ) -> Self where Value == [Element] {
    ValueType(.list(of: type.info, count: count)) { form throws(Hole) in try form.elements(type) }
  }

  /// A list, or one element written without brackets.
  package static func oneOrMany<Element>(of type: ValueType<Element>) -> Self where Value == [Element] {
    ValueType(.oneOrMany(of: type.info)) { form throws(Hole) in try form.elements(type) }
  }

  /// A mapping whose keys are names that the user chooses, in written order.
  /// - Parameters:
  ///   - role: what the names name, for messages: `layer`, `probe`.
  ///   - dotted: whether a name can have parts: `readout.bias`.
  package static func map<Element>(
    of type: ValueType<Element>, role: String, dotted: Bool = false
  ) -> Self where Value == [Named<Element>] {
    ValueType(.map(of: type.info, role: role, dotted: dotted)) { form throws(Hole) in
      guard case .map(let members, _) = form.content else { throw Hole() }
      var named: [Named<Element>] = []
      for member in members { named.append(Named(name: member.name, value: try type.build(member.form))) }
      return named
    }
  }

  /// Either of two types, told apart by what is written.
  package static func either<A, B>(_ a: ValueType<A>, _ b: ValueType<B>) -> Self where Value == Either<A, B> {
    ValueType(.either(a.info, b.info)) { form throws(Hole) in
      guard case .alternative(let index, let inner) = form.content else { throw Hole() }
      return index == 0 ? .first(try a.build(inner)) : .second(try b.build(inner))
    }
  }

  /// The same text with another Swift value.
  package func map<Other>(_ transform: @escaping @Sendable (Value) -> Other) -> ValueType<Other> {
    ValueType<Other>(info) { [build] form throws(Hole) in transform(try build(form)) }
  }
}

/// A value under a name that the user chose.
package struct Named<Value> {
  /// The name, where it was written.
  package let name: Located<String>
  /// What it names.
  package let value: Value

  /// A value under a name.
  package init(name: Located<String>, value: Value) {
    self.name = name
    self.value = value
  }
}

extension Named: Sendable where Value: Sendable {}

/// One of two.
package enum Either<First, Second> {
  case first(First)
  case second(Second)
}

extension Either: Sendable where First: Sendable, Second: Sendable {}

extension Form {
  fileprivate func elements<Element>(_ type: ValueType<Element>) throws(Hole) -> [Element] {
    guard case .list(let forms) = content else { throw Hole() }
    var elements: [Element] = []
    for form in forms { elements.append(try type.build(form)) }
    return elements
  }
}
