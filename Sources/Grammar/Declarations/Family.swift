import SourceDiagnostics

/// Constructs that can stand at the same place. The order of its entries is the order of every document.
package struct Family<Output>: Sendable {
  /// What it declares, as data.
  package let info: FamilyInfo
  /// Its constructs, in the order of every document.
  package let entries: [Entry<Output>]

  /// - Parameters:
  ///   - name: singular, in lower case: `activation`.
  ///   - numberKind: the kind that a bare number means; it has a shorthand field.
  ///   - sequenceKind: the kind that a bare list means; it has a shorthand.
  package init(
    _ name: String, _ summary: String, numberKind: String? = nil, sequenceKind: String? = nil,
    _ entries: [Entry<Output>]
  ) {
    let kinds = entries.flatMap { [$0.info.kind] + $0.info.alsoKnownAs }
    precondition(Set(kinds).count == kinds.count, "no word is known for two kinds of family `\(name)`")
    for bare in [numberKind, sequenceKind] {
      guard let bare else { continue }
      let entry = entries.first { $0.info.kind == bare }
      precondition(entry.map { $0.info.fields.shorthand != .none } ?? false, "`\(bare)` is an entry with a shorthand")
    }
    info = FamilyInfo(
      name: name, summary: summary, numberKind: numberKind, sequenceKind: sequenceKind, entries: entries.map(\.info))
    self.entries = entries
  }

  func build(_ form: Form) throws(Hole) -> Output {
    guard case .component(let kind, let forms, _) = form.content,
      let entry = entries.first(where: { $0.info.kind == kind.value })
    else { throw Hole() }
    return try entry.build(forms)
  }
}

/// A component together with what later stages need to point at it and to name it.
package struct Built<Output> {
  /// What it became.
  package let value: Output
  /// The word that chose it, where it stands.
  package let kind: Located<String>
  /// The whole of it.
  package let range: SourceRange
  /// Canonical, on one line: `dense(units: 64, activation: tanh)`.
  package let text: String
}

extension Built {
  /// What stands for a component that was not written.
  /// - Parameter range: what a message about it points at.
  package init(unwritten value: Output, kind: String, at range: SourceRange) {
    self.init(value: value, kind: Located(kind, at: range), range: range, text: kind)
  }

  /// The same place with another value, and its own text.
  package func replacing(_ value: Output, text: String) -> Built { Built(value: value, kind: kind, range: range, text: text) }
}

extension Built: Sendable where Output: Sendable {}

extension ValueType {
  /// A component of a family.
  package static func component(_ family: @autoclosure @escaping @Sendable () -> Family<Value>) -> Self {
    ValueType(.component(FamilyReference { family().info })) { form throws(Hole) in try family().build(form) }
  }

  /// A component of a family with its kind, range and one-line text.
  package static func built<Output>(
    _ family: @autoclosure @escaping @Sendable () -> Family<Output>
  ) -> Self where Value == Built<Output> {
    let reference = FamilyReference { family().info }
    return ValueType(.component(reference)) { form throws(Hole) in
      guard case .component(let kind, _, _) = form.content else { throw Hole() }
      return Built(
        value: try family().build(form), kind: kind, range: form.range,
        text: oneLine(form, .component(reference)))
    }
  }

  /// Several components of a family in one mapping, each kind at most once, in the order of the family:
  /// `stop: {loss: 1e-6, steps: 5000}`.
  package static func several<Output>(
    _ family: @autoclosure @escaping @Sendable () -> Family<Output>
  ) -> Self where Value == [Built<Output>] {
    let reference = FamilyReference { family().info }
    let one: ValueType<Built<Output>> = .built(family())
    return ValueType(.several(reference)) { form throws(Hole) in
      guard case .list(let forms) = form.content else { throw Hole() }
      var all: [Built<Output>] = []
      for form in forms { all.append(try one.build(form)) }
      return all
    }
  }
}
