/// An expression over numbers with its names replaced by positions, for evaluation at many points.
package struct CompiledExpression: Sendable {
  private indirect enum Step: Sendable {
    case number(Double)
    case variable(Int)
    case negate(Step)
    case add(Step, Step)
    case subtract(Step, Step)
    case multiply(Step, Step)
    case divide(Step, Step)
    case call(@Sendable ([Double]) -> Double, [Step])
  }

  private let root: Step

  /// nil when the expression has a part that is not a number, or a name that is not in `variables`.
  init?(_ expression: Expression, _ variables: [String], _ functions: FunctionTable) {
    guard let root = Self.compile(expression, variables, functions) else { return nil }
    self.root = root
  }

  /// The value at a point.
  /// - Parameter values: one for each of the variables that it was made for, in their order.
  package func evaluate(_ values: [Double]) -> Double { Self.run(root, values) }

  private static func run(_ step: Step, _ values: [Double]) -> Double {
    switch step {
    case .number(let x): x
    case .variable(let i): values[i]
    case .negate(let a): -run(a, values)
    case .add(let a, let b): run(a, values) + run(b, values)
    case .subtract(let a, let b): run(a, values) - run(b, values)
    case .multiply(let a, let b): run(a, values) * run(b, values)
    case .divide(let a, let b): run(a, values) / run(b, values)
    case .call(let function, let arguments): function(arguments.map { run($0, values) })
    }
  }

  private static func compile(_ e: Expression, _ variables: [String], _ functions: FunctionTable) -> Step? {
    func part(_ e: Expression) -> Step? { compile(e, variables, functions) }
    switch e.kind {
    case .number(let x): return .number(x)
    case .name(let name):
      if let i = variables.firstIndex(of: name) { return .variable(i) }
      return functions.constant(name).map(Step.number)
    case .negate(let a): return part(a).map(Step.negate)
    case .arithmetic(let op, let a, let b):
      guard let x = part(a), let y = part(b) else { return nil }
      switch op {
      case .add: return .add(x, y)
      case .subtract: return .subtract(x, y)
      case .multiply: return .multiply(x, y)
      case .divide: return .divide(x, y)
      case .power: return .call(functions.power, [x, y])
      }
    case .call(let name, let arguments):
      let steps = arguments.compactMap(part)
      guard let function = functions.function(name), steps.count == arguments.count else { return nil }
      return .call(function.evaluate, steps)
    case .truth, .list, .not, .comparison, .and, .or: return nil
    }
  }
}
