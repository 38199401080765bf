import ExperimentGraph
import Grammar
import SourceDiagnostics
import TensorGraph

/// Reads the parts of a formula: names become parameters and inputs, calls become functions, and every shape is judged where it stands.
struct FormulaReader {
  /// Largest whole exponent: its bits are those of an integer.
  private static let largestExponent = 0x1p62

  let parameters: [(name: String, shape: Shape)]
  /// Numbers of one sample.
  let inputs: Int
  /// Inputs that say where an entry lies.
  private(set) var counted: [CountedInputs] = []

  init(_ parameters: [(name: String, shape: Shape)], inputs: Int) {
    self.parameters = parameters
    self.inputs = inputs
  }

  mutating func term(_ e: Expression) throws(LayerMisfit) -> FormulaTerm {
    switch e.kind {
    case .number(let x): return .number(x)
    case .name(let name): return try named(name, e)
    case .negate(let a): return try term(a).mapped { $0.unary(.negate, $1) }
    case .arithmetic(.power, let a, let b): return try power(a, b, e)
    case .call("power", let parts): return try power(parts[0], parts[1], e)
    case .arithmetic(let op, let a, let b):
      let (left, right) = (try term(a), try term(b))
      return try combined(left, right, "`\(op.rawValue)`", e) { graph, x, y in
        switch op {
        case .add: graph.add(x, y)
        case .subtract: graph.subtract(x, y)
        case .multiply: graph.multiply(x, y)
        case .divide: graph.divide(x, y)
        case .power: preconditionFailure("a power is read by its exponent, above")
        }
      }
    case .call("product", let parts): return try product(parts[0], parts[1], e)
    case .call("transpose", let parts):
      let matrix = try term(parts[0])
      guard let result = matrix.transposed else {
        throw misfit(.shapeMismatch, "`transpose` takes a matrix, and `\(parts[0])` is \(Self.phrase(matrix.shape))", parts[0])
      }
      return result
    case .call("sum", let parts): return try term(parts[0]).total
    case .call("entry", let parts): return try entry(parts[0], Array(parts.dropFirst()), e)
    case .call(let name, let parts): return try call(name, parts, e)
    case .truth, .list, .not, .comparison, .and, .or:
      throw misfit(.wrongExpressionType, "a formula is made of numbers, vectors and matrices, and `\(e)` is none of these", e)
    }
  }

  // MARK: Names

  private var inputNames: CoordinateNames { CoordinateNames(count: inputs) }

  private func named(_ name: String, _ e: Expression) throws(LayerMisfit) -> FormulaTerm {
    if let place = parameters.firstIndex(where: { $0.name == name }) { return .parameter(place, parameters[place].shape) }
    if name == "x" { return inputs == 1 ? .input(column: 0) : .input(inputs) }
    if let column = inputNames.place(of: name) { return .input(column: column) }
    let known = parameters.map(\.name) + ["x"] + (inputs == 1 ? [] : inputNames.first)
    throw misfit(
      .unknownName, "`\(name)` is neither a parameter of the formula nor an input: a sample has \(inputNames.phrase)", e,
      help: spellingHelp(for: name, among: known) ?? "declare it under `parameters`, with its shape: `\(name): []` for a number")
  }

  // MARK: Functions of elements

  private func combined(
    _ a: FormulaTerm, _ b: FormulaTerm, _ what: String, _ e: Expression,
    _ function: @escaping @Sendable (inout TensorGraph, Value, Value) -> Value
  ) throws(LayerMisfit) -> FormulaTerm {
    if let result = a.combined(with: b, function) { return result }
    throw misfit(
      .shapeMismatch,
      "\(what) goes element by element, and its sides are \(Self.phrase(a.shape)) and \(Self.phrase(b.shape)): `\(e)`", e,
      help: "write `product(a, b)` for a product of matrices or vectors")
  }

  private mutating func power(_ base: Expression, _ exponent: Expression, _ e: Expression) throws(LayerMisfit) -> FormulaTerm {
    guard case .number(let n) = exponent.kind, n == n.rounded() else { return try call("power", [base, exponent], e) }
    guard n.magnitude <= Self.largestExponent else {
      throw misfit(.outOfRange, "a whole exponent is at most 2^62, and this one is `\(exponent)`", exponent, help: "write a smaller one")
    }
    return try term(base).mapped { $0.power($1, Int(n)) }
  }

  private mutating func call(_ name: String, _ parts: [Expression], _ e: Expression) throws(LayerMisfit) -> FormulaTerm {
    guard let function = FormulaFunction.named(name) else {
      throw misfit(
        .unknownFunction, "`\(name)` has no place in the formula of a model: it is not a function with a slope", e,
        help: spellingHelp(for: name, among: Formula.functions.map(\.name)))
    }
    var terms: [FormulaTerm] = []
    for part in parts { terms.append(try term(part)) }
    switch function {
    case .one(let function): return terms[0].mapped(function)
    case .pair(let function):
      var result = terms[0]
      for term in terms.dropFirst() { result = try combined(result, term, "`\(name)`", e, function) }
      return result
    }
  }

  // MARK: Matrices

  private mutating func product(_ a: Expression, _ b: Expression, _ e: Expression) throws(LayerMisfit) -> FormulaTerm {
    let (left, right) = (try term(a), try term(b))
    if let result = left.times(right) { return result }
    let isNumber = left.shape.isScalar || right.shape.isScalar
    throw misfit(
      .shapeMismatch, "`product` sums over the last axis of `\(a)` and the first of `\(b)`, which are "
        + "\(Self.phrase(left.shape)) and \(Self.phrase(right.shape))", e,
      help: isNumber ? "write `*` for a product with a number" : "`transpose(a)` exchanges the axes of a matrix")
  }

  private mutating func entry(_ of: Expression, _ places: [Expression], _ e: Expression) throws(LayerMisfit) -> FormulaTerm {
    var rest = try term(of)
    guard rest.shape.rank == places.count else {
      throw misfit(
        .shapeMismatch, "`\(of)` is \(Self.phrase(rest.shape)), and \(places.count) place\(places.count == 1 ? " is" : "s are") given", e,
        help: "an entry of a vector has one place, one of a matrix a row and a column")
    }
    for place in places { rest = rest.taken(at: try entryPlace(place, below: rest.shape[0])) }
    return rest
  }

  private mutating func entryPlace(_ e: Expression, below extent: Int) throws(LayerMisfit) -> EntryPlace {
    if case .name(let name) = e.kind, let column = inputNames.place(of: name) {
      counted.append(CountedInputs(input: CountedInputs.Input(column: column, name: name), count: extent))
      return .column(column)
    }
    guard case .number(let x) = e.kind, let index = Int(exactly: x) else {
      throw misfit(.wrongExpressionType, "the place of an entry is a whole number or an input, and this is `\(e)`", e)
    }
    guard (0..<extent).contains(index) else {
      throw misfit(.outOfRange, "places go from 0 to \(extent - 1), and this is \(index)", e)
    }
    return .fixed(index)
  }

  // MARK: Messages

  private func misfit(_ code: DiagnosticCode, _ message: String, _ e: Expression, help: String? = nil) -> LayerMisfit {
    LayerMisfit(code, message, help: help).located(at: e.range)
  }

  private static func phrase(_ shape: Shape) -> String {
    switch shape.rank {
    case 0: "a number"
    case 1: "a vector of \(shape[0])"
    default: "a matrix \(shape)"
    }
  }
}
