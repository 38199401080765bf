extension Operation {
  /// The four operations, element by element on equal shapes.
  package enum Arithmetic: String, CaseIterable, Primitive {
    case add, subtract, multiply, divide

    package var name: String { rawValue }
    package var group: PrimitiveGroup { .arithmetic }
    package var arity: Int? { 2 }
    package var summary: String {
      switch self {
      case .add: "a + b."
      case .subtract: "a − b."
      case .multiply: "a · b, element by element."
      case .divide: "a / b, element by element."
      }
    }

    /// The operation on two numbers, exactly rounded as everywhere.
    package func apply(_ a: Double, _ b: Double) -> Double {
      switch self {
      case .add: a + b
      case .subtract: a - b
      case .multiply: a * b
      case .divide: a / b
      }
    }

    package func shape(of operands: [Shape]) throws(ShapeFailure) -> Shape {
      try ShapeFailure.require(
        operands[0] == operands[1], "the shapes \(operands[0]) and \(operands[1]) differ.")
      return operands[0]
    }

    package func evaluate(_ operands: [ReferenceTensor], shape: Shape) -> ReferenceTensor {
      ReferenceTensor(shape, zip(operands[0].values, operands[1].values).map { apply($0, $1) })
    }

    package func pullback(
      _ g: Value, at result: Value, operands: [Value], in graph: inout TensorGraph
    ) -> [Value?] {
      let (a, b) = (operands[0], operands[1])
      switch self {
      case .add: return [g, g]
      case .subtract: return [g, graph.unary(.negate, g)]
      case .multiply: return [graph.multiply(g, b), graph.multiply(g, a)]
      case .divide:
        // d(a/b) = da/b − (a/b) db/b
        let overB = graph.divide(g, b)
        return [overB, graph.unary(.negate, graph.multiply(overB, result))]
      }
    }
  }
}

extension TensorGraph {
  /// a + b. The shapes are equal, or one of the two is a scalar that is broadcast to the other.
  package mutating func add(_ a: Value, _ b: Value) -> Value { arithmetic(.add, a, b) }

  /// a − b. The shapes are equal, or one of the two is a scalar that is broadcast to the other.
  package mutating func subtract(_ a: Value, _ b: Value) -> Value { arithmetic(.subtract, a, b) }

  /// a · b element by element. The shapes are equal, or one of the two is a scalar that is broadcast to the other.
  package mutating func multiply(_ a: Value, _ b: Value) -> Value { arithmetic(.multiply, a, b) }

  /// a / b element by element. The shapes are equal, or one of the two is a scalar that is broadcast to the other.
  package mutating func divide(_ a: Value, _ b: Value) -> Value { arithmetic(.divide, a, b) }

  /// a + b for a known number b.
  package mutating func add(_ a: Value, _ b: Double) -> Value { add(a, constant(b)) }
  /// a − b for a known number b.
  package mutating func subtract(_ a: Value, _ b: Double) -> Value { subtract(a, constant(b)) }
  /// a − b for a known number a.
  package mutating func subtract(_ a: Double, _ b: Value) -> Value { subtract(constant(a), b) }
  /// a · b for a known number b.
  package mutating func multiply(_ a: Value, _ b: Double) -> Value { multiply(a, constant(b)) }
  /// a / b for a known number b.
  package mutating func divide(_ a: Value, _ b: Double) -> Value { divide(a, constant(b)) }
  /// a / b for a known number a.
  package mutating func divide(_ a: Double, _ b: Value) -> Value { divide(constant(a), b) }

  private mutating func arithmetic(_ operation: Operation.Arithmetic, _ a: Value, _ b: Value) -> Value {
    let (left, right) = (shape(a), shape(b))
    if left == right { return append(.arithmetic(operation), [a, b]) }
    if left.isScalar { return append(.arithmetic(operation), [fill(a, right), b]) }
    if right.isScalar { return append(.arithmetic(operation), [a, fill(b, left)]) }
    preconditionFailure("\(operation.name): the shapes \(left) and \(right) differ and neither is a scalar.")
  }
}
