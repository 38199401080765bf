/// The families into which documents sort the primitives.
package enum PrimitiveGroup: String, CaseIterable, Sendable {
  case source, arithmetic, function, product, reduction, layout, window, row
}

/// One primitive operation: everything the graph knows about it stands together in one file.
///
/// The set is closed (`Operation` lists it). Layers, losses and optimizers are compositions of these, and each
/// derivative is written in primitives again, so that differentiation can be applied to its own result.
package protocol Primitive: Hashable, Sendable {
  /// The word of the text form, `snake_case`.
  var name: String { get }
  /// What the document says: the result as a formula.
  var summary: String { get }
  var group: PrimitiveGroup { get }
  /// How many operands it takes; nil for any number from one on.
  var arity: Int? { get }
  /// The attributes as the text form shows them, empty where there are none.
  var attributes: String { get }
  /// What each operand must hold.
  func element(ofOperand position: Int) -> Element

  /// The shape of the result, or why these operands have none.
  func shape(of operands: [Shape]) throws(ShapeFailure) -> Shape
  /// The result, computed by the plainest loops: the oracle of every faster implementation.
  func evaluate(_ operands: [ReferenceTensor], shape: Shape) -> ReferenceTensor
  /// The cotangent of each operand given the cotangent of the result (same shape as the result); nil where the
  /// derivative is zero everywhere or none is defined.
  func pullback(
    _ cotangent: Value, at result: Value, operands: [Value], in graph: inout TensorGraph
  ) -> [Value?]
}

extension Primitive {
  package var attributes: String { "" }
  package func element(ofOperand position: Int) -> Element { .real }
}

/// Why operands do not fit a primitive: always a mistake of ours, since layers check what the user wrote.
package struct ShapeFailure: Error, CustomStringConvertible {
  /// What is wrong, without the name of the primitive.
  package let description: String

  /// A failure with that sentence.
  package init(_ description: String) { self.description = description }

  /// Throws the sentence unless the condition holds.
  package static func require(_ holds: Bool, _ sentence: @autoclosure () -> String) throws(ShapeFailure) {
    if !holds { throw ShapeFailure(sentence()) }
  }
}
