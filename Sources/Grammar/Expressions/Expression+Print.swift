extension Expression: CustomStringConvertible {
  /// Canonical text: shortest numbers, fewest parentheses, spaces around `+`, `-`, comparisons, `and`, `or`; none
  /// around
  /// `*`, `/`, `^`. Parsing it gives an equal expression.
  package var description: String { text(atLeast: .or) }

  /// How tightly a form binds; a part that binds less tightly than its place asks is put in parentheses.
  private enum Binding: Int {
    case or, and, not, comparison, sum, product, unary, power, primary

    var next: Binding { Binding(rawValue: rawValue + 1) ?? .primary }
  }

  private var binding: Binding {
    switch kind {
    case .number(let x): x.sign == .minus ? .unary : .primary
    case .truth, .name, .list, .call: .primary
    case .negate: .unary
    case .not: .not
    case .arithmetic(.add, _, _), .arithmetic(.subtract, _, _): .sum
    case .arithmetic(.multiply, _, _), .arithmetic(.divide, _, _): .product
    case .arithmetic(.power, _, _): .power
    case .comparison: .comparison
    case .and: .and
    case .or: .or
    }
  }

  private func text(atLeast needed: Binding) -> String {
    let inner = bareText
    return binding.rawValue < needed.rawValue ? "(\(inner))" : inner
  }

  private var bareText: String {
    switch kind {
    case .number(let x): canonicalNumber(x)
    case .truth(let b): b ? "true" : "false"
    case .name(let name): name
    case .list(let parts): "[" + Self.joined(parts) + "]"
    case .call(let name, let parts): name + "(" + Self.joined(parts) + ")"
    case .negate(let a): "-" + a.text(atLeast: .unary)
    case .not(let a): "not " + a.text(atLeast: .not)
    case .arithmetic(.power, let a, let b): a.text(atLeast: .primary) + "^" + b.text(atLeast: .unary)
    case .arithmetic(let op, let a, let b): leftAssociative(a, spaced(op), b)
    case .comparison(let op, let a, let b): a.text(atLeast: .sum) + " \(op.rawValue) " + b.text(atLeast: .sum)
    case .and(let a, let b): leftAssociative(a, " and ", b)
    case .or(let a, let b): leftAssociative(a, " or ", b)
    }
  }

  private func leftAssociative(_ a: Expression, _ op: String, _ b: Expression) -> String {
    a.text(atLeast: binding) + op + b.text(atLeast: binding.next)
  }

  private func spaced(_ op: Arithmetic) -> String {
    op == .add || op == .subtract ? " \(op.rawValue) " : op.rawValue
  }

  private static func joined(_ parts: [Expression]) -> String {
    parts.map(\.description).joined(separator: ", ")
  }
}
