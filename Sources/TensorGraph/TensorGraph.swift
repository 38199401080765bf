import SourceDiagnostics

/// The arithmetic of one program: vertices in topological order, each an application of a primitive.
///
/// A graph only grows; operands always stand before the vertex that reads them. Shapes are checked as vertices
/// are made: a mismatch is our bug and traps with a sentence, since layers judge the user's shapes first.
package struct TensorGraph: Sendable {
  /// All vertices, each after those it reads.
  package private(set) var vertices: [Vertex] = []

  /// Stamped on vertices as they are made, so that a bad number at step 120 points at its layer.
  package var origin: SourceRange?

  /// A graph without vertices.
  package init() {}

  /// The vertex that makes a value.
  package subscript(_ value: Value) -> Vertex { vertices[value.index] }

  /// The shape of a value.
  package func shape(_ value: Value) -> Shape { vertices[value.index].shape }

  /// All values, in the order they were made.
  package var values: some RandomAccessCollection<Value> { vertices.indices.lazy.map(Value.init(index:)) }

  /// Adds an application of `operation`; its shape follows from the operands.
  @discardableResult
  package mutating func append(_ operation: Operation, _ operands: [Value]) -> Value {
    if let problem = problem(operation, operands) {
      preconditionFailure("\(operation.primitive.name): \(problem)")
    }
    let element: Element = if case .input(let input) = operation { input.element } else { .real }
    guard let shape = try? operation.primitive.shape(of: operands.map { self.shape($0) }) else {
      preconditionFailure("A shape rule that accepted its operands refused them a moment later.")
    }
    vertices.append(
      Vertex(operation: operation, operands: operands, shape: shape, element: element, origin: origin))
    return Value(index: vertices.count - 1)
  }

  /// Why `operation` cannot be applied to these operands; nil where it can.
  package func problem(_ operation: Operation, _ operands: [Value]) -> String? {
    let primitive = operation.primitive
    if let stray = operands.first(where: { !vertices.indices.contains($0.index) }) {
      return "operand %\(stray.index) does not stand before the vertex that reads it."
    }
    if let arity = primitive.arity, arity != operands.count {
      return "takes \(arity) operands, not \(operands.count)."
    }
    for (position, operand) in operands.enumerated() {
      let expected = primitive.element(ofOperand: position)
      if self[operand].element != expected {
        return "operand \(position) holds \(self[operand].element.rawValue) elements, not \(expected.rawValue)."
      }
    }
    do throws(ShapeFailure) {
      _ = try primitive.shape(of: operands.map { shape($0) })
      return nil
    } catch {
      return error.description
    }
  }
}
