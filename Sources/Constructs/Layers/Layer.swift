import ExperimentGraph
import Grammar
import SourceDiagnostics
import TensorGraph

/// A parameter a layer declares, for one input shape.
package struct LayerParameter: Sendable, Hashable {
  /// `weight` or `bias`; the model puts the layer's name before it.
  package let name: String
  package let shape: Shape
  package let fanIn: Int
  package let fanOut: Int
  /// The value every element starts with unless the spec names the parameter or its layer; nil where `default` says it.
  package let start: Double?
  /// Whether the name is the parameter's own, without a layer before it.
  package let hasOwnName: Bool

  package init(_ name: String, _ shape: Shape, fanIn: Int, fanOut: Int, start: Double? = nil, hasOwnName: Bool = false) {
    self.name = name
    self.shape = shape
    self.fanIn = fanIn
    self.fanOut = fanOut
    self.start = start
    self.hasOwnName = hasOwnName
  }

  /// The same under the name of a layer; a name that begins with a number, as `-1.inner.weight`, continues the layer's own.
  func owned(by owner: String) -> LayerParameter {
    if hasOwnName { return self }
    return LayerParameter(joinedName(owner, name), shape, fanIn: fanIn, fanOut: fanOut, start: start)
  }
}

/// Numbers a layer multiplies with in an update: each is 1/keep with the probability keep, else 0.
package struct LayerMask: Sendable {
  /// What stands behind the layer's name: empty, or `.inner` for a layer inside it.
  package let name: String
  /// Shape for one sample.
  package let shape: Shape
  package let keep: Double
}

/// Why a layer does not fit its input, in the words of a diagnostic.
package struct LayerMisfit: Error, Sendable {
  package let code: DiagnosticCode
  /// Stands alone: lower case, no full stop.
  package let message: String
  /// One action, if one is certain to help.
  package let help: String?
  /// The place, where it is not the layer as a whole.
  package private(set) var range: SourceRange?

  package init(_ code: DiagnosticCode = .shapeMismatch, _ message: String, help: String? = nil) {
    self.code = code
    self.message = message
    self.help = help
  }

  /// The same of a layer inside another; the innermost place stays.
  func located(at range: SourceRange) -> LayerMisfit {
    var misfit = self
    misfit.range = self.range ?? range
    return misfit
  }
}

/// What a layer means. Shapes are those of one sample; tensors in the graph have the samples as their first axis.
package protocol Layer: Sendable {
  /// Shape of one sample's output.
  /// - Throws: a misfit when the layer cannot take this input.
  func outputShape(for input: Shape) throws(LayerMisfit) -> Shape

  /// Parameters for an input the layer fits.
  func parameters(for input: Shape) -> [LayerParameter]

  /// What it draws anew for every update, for an input the layer fits.
  func masks(for input: Shape) -> [LayerMask]

  /// Adds the layer to the graph of an update; `masks` are (samples, shape…).
  func applyTraining(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value], _ masks: [Value]) -> Value

  /// How many tokens it knows, numbered from 0; nil for a layer that reads numbers.
  var vocabulary: Int? { get }

  /// Numbers of its input that count something, for an input the layer fits.
  func counted(for input: Shape) -> [CountedInputs]

  /// What it is to the number of samples that a target takes, for an input the layer fits; nil where no formula knows it.
  func role(for input: Shape) -> SampleRole?

  /// The units that it gives to the layers behind it; nil for a layer without, or whose number of them is not free.
  var given: GivenUnits? { get }

  /// Where it alone reads the units of the layer before it; nil for a layer that has no such weights, or uses what it reads otherwise too.
  var reading: UnitAxis? { get }

  /// Units inside it that parameters inside it read, for an input it fits.
  func innerUnits(for input: Shape) -> [UnitGroup<any Layer>]

  /// Whether it is odd. Without parameters: −x gives −f(x). With units: a unit whose weights and bias are negated gives the opposite.
  var isOdd: Bool { get }

  /// Adds the layer to the graph: `x` is (samples, input shape…), `parameters` are as declared.
  func apply(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value]) -> Value
}

extension Layer {
  package func parameters(for input: Shape) -> [LayerParameter] { [] }

  package func masks(for input: Shape) -> [LayerMask] { [] }

  package var given: GivenUnits? { nil }

  package var reading: UnitAxis? { nil }

  package func innerUnits(for input: Shape) -> [UnitGroup<any Layer>] { [] }

  package var vocabulary: Int? { nil }

  package var isOdd: Bool { false }

  package func counted(for input: Shape) -> [CountedInputs] { vocabulary.map { [CountedInputs(input: nil, count: $0)] } ?? [] }

  package func role(for input: Shape) -> SampleRole? { nil }

  package func applyTraining(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value], _ masks: [Value]) -> Value {
    apply(&graph, x, parameters)
  }

  /// The role of `count` units that share all parameters of the layer evenly; nil where their functions can depend on one another.
  func units(_ count: Int, _ activation: Activation, for input: Shape) -> SampleRole? {
    guard activation.hasIndependentUnits else { return nil }
    return .units(count: count, own: parameters(for: input).reduce(0) { $0 + $1.shape.count } / count)
  }
}

extension TensorGraph {
  /// Adds `bias` (units) to every position of `x`, whose axis 1 counts the units.
  mutating func addBias(_ bias: Value, to x: Value) -> Value {
    let shape = shape(x)
    let otherAxes = (0..<shape.rank).filter { $0 != 1 }
    return add(x, broadcast(bias, to: shape, newAxes: otherAxes))
  }

  /// Rows (m, inputs) times a weight (units, inputs), plus a bias where there is one.
  mutating func affine(_ rows: Value, _ weight: Value, _ bias: Value?) -> Value {
    let product = matmul(rows, weight, transposeB: true)
    return bias.map { addBias($0, to: product) } ?? product
  }
}
