import ExperimentGraph
import Grammar
import SourceDiagnostics
import TensorGraph

/// A model that is stated: an expression over named parameters and the inputs, in place of layers. Its parameters have their own names.
package struct Formula: Layer {
  let parameters: [Named<[Int]>]
  let output: BoundExpression

  /// What a formula can call beside functions of numbers.
  static let functions = [
    PlaceFunction("product", 2...2), PlaceFunction("transpose", 1...1), PlaceFunction("sum", 1...1), PlaceFunction("entry", 2...3),
  ]

  private static let names = KeptNames([], numbered: ["x"], isOpen: true, functions: functions)

  /// What is wrong with the names of the parameters: an expression reads what else has the name.
  /// - Parameter declared: the names of `let`.
  func checkNames(declared: [String]) throws(LayerMisfit) {
    for parameter in parameters {
      let name = parameter.name.value
      if name == "default" {
        throw LayerMisfit(
          .invalidName, "a parameter called `default` could not be told from all others under `init`", help: "call it otherwise"
        ).located(at: parameter.name.range)
      }
      let isConstant = Functions.table.constants.contains { $0.name == name }
      guard Self.names.gives(name) || declared.contains(name) || isConstant else { continue }
      let other = Self.names.gives(name) ? "an input" : declared.contains(name) ? "a name of `let`" : "a constant"
      throw LayerMisfit(.invalidName, "`\(name)` is both a parameter of the formula and \(other)", help: "call one of them otherwise")
        .located(at: parameter.name.range)
    }
  }

  /// The expression read for an input of this shape.
  private func read(_ input: Shape) throws(LayerMisfit) -> (term: FormulaTerm, counted: [CountedInputs]) {
    guard input.rank == 1 else {
      throw LayerMisfit(.shapeMismatch, "a formula needs one row of numbers for each sample, and the input has shape \(input)")
    }
    var reader = FormulaReader(parameters.map { ($0.name.value, Shape($0.value)) }, inputs: input[0])
    return (try reader.term(output.expression), reader.counted)
  }

  /// The same of an input that is known to fit.
  private func fitting(_ input: Shape) -> (term: FormulaTerm, counted: [CountedInputs]) {
    guard let read = try? read(input) else { preconditionFailure("a formula is written once it fits its input") }
    return read
  }

  /// A vector as it is, a number as a vector of one.
  package func outputShape(for input: Shape) throws(LayerMisfit) -> Shape {
    let shape = try read(input).term.shape
    guard shape.rank <= 1 else {
      throw LayerMisfit(
        .shapeMismatch, "the output is a matrix \(shape), and a model gives a number or a vector",
        help: "`entry(matrix, row, column)` is one of its numbers"
      ).located(at: output.range)
    }
    for parameter in parameters where !output.names.contains(parameter.name.value) {
      throw LayerMisfit(
        .unusedParameter, "the output does not read the parameter `\(parameter.name.value)`",
        help: spellingHelp(for: parameter.name.value, among: output.names) ?? "leave it out"
      ).located(at: parameter.name.range)
    }
    return shape.isScalar ? [1] : shape
  }

  /// The parameters under their own names.
  package func parameters(for input: Shape) -> [LayerParameter] {
    parameters.map { parameter in
      let extents = parameter.value
      return LayerParameter(
        parameter.name.value, Shape(extents), fanIn: extents.last ?? 1, fanOut: extents.first ?? 1, hasOwnName: true)
    }
  }

  /// The inputs that say where an entry lies.
  package func counted(for input: Shape) -> [CountedInputs] { fitting(input).counted }

  /// A product of two parameters that is read entry by entry.
  package func role(for input: Shape) -> SampleRole? {
    guard case .call("entry", let parts) = output.expression.kind, case .call("product", let factors) = parts[0].kind else { return nil }
    let shapes = factors.map { factor in
      parameters.first { factor.kind == .name($0.name.value) }.map(\.value)
    }
    guard let left = shapes[0], let right = shapes[1], left.count == 2, right.count == 2, factors[0] != factors[1],
      parts.dropFirst().allSatisfy({ $0.constantValue == nil }), parts[1] != parts[2]
    else { return nil }
    return .product(rows: left[0], inner: left[1], columns: right[1])
  }

  /// Adds the formula, (samples, output shape).
  package func apply(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value]) -> Value {
    let (samples, inputs) = (graph.shape(x)[0], graph.shape(x)[1])
    let term = fitting([inputs]).term
    graph.origin = output.range
    let value = term.written(&graph, FormulaSite(input: x, parameters: parameters, samples: samples))
    return term.shape.isScalar ? graph.reshape(value, [samples, 1]) : value
  }

  /// The part `model.formula`.
  package static let record = Record<Formula>(
    "formula", "A model as an expression: what it gives for a sample, of parameters with names and shapes.",
    .required(
      "parameters", .map(of: .list(of: .integer(1...Limits.units), count: 0...2), role: "parameter"),
      "Parameters by name, each with its shape: `[]` a number, `[4]` a vector, `[4, 3]` a matrix of 4 rows. Under `init`, `fan_in` is the "
        + "last extent and `fan_out` the first, 1 for a number."),
    .required(
      "output", .expression(variables: names),
      "A number or a vector: an expression of the parameters and of `x`, or `x1`, `x2`, … and the vector `x` for samples of several "
        + "numbers. Operators and functions go element by element; `product(a, b)` is that of matrices and vectors, "
        + "`transpose(m)` exchanges rows and columns, `sum(v)` adds up all elements, and `entry(m, i, j)` or `entry(v, i)` is one of them, "
        + "with places from 0 that are numbers or inputs. Functions without a slope, such as `floor` and `step`, have no place here.")
  ) { Formula(parameters: $0, output: $1) }
}
