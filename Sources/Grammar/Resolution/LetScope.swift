import SourceDiagnostics

/// Evaluates `let`: names can depend on one another in any order; cycles are shown as cycles.
struct LetScope {
  private enum State { case waiting, active, done }

  /// One reading of another name of `let`.
  private struct Dependency {
    let member: Int
    let use: SourceRange
  }

  private let members: [Form.Member]
  private let dependencies: [[Dependency]]
  private var states: [State]
  /// The names being evaluated, outermost first, and how many of their dependencies have been looked at.
  /// A stack of our own, for a chain of names can be as long as the document.
  private var trail: [(member: Int, use: SourceRange, seen: Int)] = []
  private(set) var scope: Scope
  private(set) var found: [Diagnostic] = []

  /// - Parameter outer: names from outside the document; a `let` of the same name hides those that have a value.
  /// - Complexity: O(length of all expressions).
  init(_ members: [Form.Member], outer: Scope) {
    self.members = members
    let names = members.map(\.name.value)
    let indices = Dictionary(zip(names, members.indices), uniquingKeysWith: { first, _ in first })
    dependencies = members.map { member in
      member.form.expressions.flatMap(\.nameUses).compactMap { read in
        indices[read.value].map { Dependency(member: $0, use: read.range) }
      }
    }
    states = members.map { _ in .waiting }
    scope = outer
    for index in members.indices where states[index] == .waiting { evaluate(index) }
  }

  private mutating func evaluate(_ index: Int) {
    enter(index, usedAt: members[index].name.range)
    while let top = trail.last {
      if top.seen < dependencies[top.member].count {
        trail[trail.count - 1].seen += 1
        let next = dependencies[top.member][top.seen]
        switch states[next.member] {
        case .waiting: enter(next.member, usedAt: next.use)
        case .active: reportCycle(closing: next.member, next.use)
        case .done: break
        }
      } else {
        trail.removeLast()
        if states[top.member] == .active {
          states[top.member] = .done
          bind(members[top.member])
        }
      }
    }
  }

  /// A name that is known only later stays so: what stands here is what it is at one point.
  private mutating func bind(_ member: Form.Member) {
    let worth = worth(of: member)
    if case .later? = scope.binding(member.name.value) { return }
    scope.bind(member.name.value, worth)
  }

  private mutating func enter(_ index: Int, usedAt use: SourceRange) {
    states[index] = .active
    trail.append((index, use, 0))
  }

  private mutating func worth(of member: Form.Member) -> Scope.Binding {
    switch member.form.content {
    case .expression(let expression, _): return fold(expression, member)
    case .number(let x): return .value(.number(x))
    case .list(let forms):
      var numbers: [Double] = []
      for form in forms {
        guard case .expression(let expression, _) = form.content else { return .broken }
        switch fold(expression, member) {
        case .value(.number(let x)): numbers.append(x)
        case .later: return .later
        default: return .broken
        }
      }
      return .value(.list(numbers))
    default: return .broken
    }
  }

  private mutating func fold(_ expression: Expression, _ member: Form.Member) -> Scope.Binding {
    var folder = ExpressionFolder(scope, keeping: .none)
    let folded = folder.fold(expression)
    found += folder.found.map { $0.at(SpecPath([.key("let"), .key(member.name.value)])) }
    return folded.map { $0.value.map { .value($0) } ?? .later } ?? .broken
  }

  private mutating func reportCycle(closing index: Int, _ use: SourceRange) {
    guard let start = trail.firstIndex(where: { $0.member == index }) else { return }
    let cycle = trail[start...].map(\.member)
    let names = cycle.map { members[$0].name.value } + [members[index].name.value]
    let uses = trail[(start + 1)...].map(\.use) + [use]
    var related: [Label] = []
    for (position, range) in uses.enumerated() {
      related.append(Label(range, "`\(names[position])` reads `\(names[position + 1])` here"))
    }
    found.append(
      Diagnostic(
        .letCycle, "`\(names[0])` depends on itself: " + names.joined(separator: " → "),
        at: members[index].name.range, related: related, path: SpecPath([.key("let"), .key(names[0])])))
    for member in cycle {
      states[member] = .done
      scope.bind(members[member].name.value, .broken)
    }
  }
}

extension Form {
  /// The expressions of a `let` value.
  fileprivate var expressions: [Expression] {
    switch content {
    case .expression(let expression, _): [expression]
    case .list(let forms): forms.flatMap(\.expressions)
    default: []
    }
  }
}

extension Expression {
  /// Every place where a name is read, in written order.
  fileprivate var nameUses: [Located<String>] {
    if case .name(let name) = kind { return [Located(name, at: range)] }
    return parts.flatMap(\.nameUses)
  }
}
