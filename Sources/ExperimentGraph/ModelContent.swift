import Kernels
import SourceDiagnostics
import TensorGraph

/// A parameter tensor of a model: its name, shape and the numbers an initializer may ask for.
package struct ParameterDeclaration: Sendable, Hashable {
  /// `layer.weight` or `layer.bias`.
  package let name: String
  /// (units, inputs) for dense weights, (out channels, in channels, height, width) for convolutions, (units) for biases.
  package let shape: Shape
  /// Numbers that one unit of the layer reads; for a bias, those its layer's weight has.
  package let fanIn: Int
  /// Numbers of the next layer that one input reaches; for a bias, those its layer's weight has.
  package let fanOut: Int
  /// The value every element starts with unless the spec names the parameter or its layer; nil where the spec has to say it.
  package let start: Double?
  /// The layer in the spec.
  package let origin: SourceRange

  package init(name: String, shape: Shape, fanIn: Int, fanOut: Int, start: Double? = nil, origin: SourceRange) {
    self.name = name
    self.shape = shape
    self.fanIn = fanIn
    self.fanOut = fanOut
    self.start = start
    self.origin = origin
  }
}

extension ParameterDeclaration {
  /// The layers it belongs to, the innermost first: `block.inner` and `block` for `block.inner.weight`, none for a parameter of a formula.
  package var owners: [String] {
    let parts = name.split(separator: ".")
    return (1..<parts.count).reversed().map { parts[..<$0].joined(separator: ".") }
  }
}

/// A tensor of random factors that a layer multiplies with in an update: each is 1/keep with the probability keep, else 0.
package struct MaskDeclaration: Sendable, Hashable {
  /// The layer that draws it, `block.inner` inside another.
  package let name: String
  /// Shape for one sample.
  package let shape: Shape
  /// In (0, 1].
  package let keep: Double

  package init(name: String, shape: Shape, keep: Double) {
    self.name = name
    self.shape = shape
    self.keep = keep
  }
}

/// Numbers of a sample that count something, whole and from 0: tokens, or places in a matrix.
package struct CountedInputs: Sendable, Hashable {
  /// One number of a sample: which, from 0, and its name in the spec.
  package struct Input: Sendable, Hashable {
    package let column: Int
    package let name: String

    package init(column: Int, name: String) {
      self.column = column
      self.name = name
    }
  }

  /// The number of a sample that it is; nil for all.
  package let input: Input?
  /// How many there are to count.
  package let count: Int

  package init(input: Input?, count: Int) {
    self.input = input
    self.count = count
  }
}

/// A layer as the graph shows it.
package struct LayerContent: Sendable {
  package let name: String
  /// One line in the words of the spec: `conv2d(channels: 32, kernel: [5, 5])`.
  package let summary: String
  /// Shape of one sample's output.
  package let outputShape: Shape
  package let parameters: [ParameterDeclaration]
  /// What it draws anew for every update.
  package let masks: [MaskDeclaration]
  /// Numbers of its input that count something.
  package let counted: [CountedInputs]
  /// What it is to the number of samples that a target takes; nil where no formula knows it.
  package let role: SampleRole?
  package let origin: SourceRange

  package init(
    name: String, summary: String, outputShape: Shape, parameters: [ParameterDeclaration], masks: [MaskDeclaration] = [],
    counted: [CountedInputs] = [], role: SampleRole? = nil, origin: SourceRange
  ) {
    self.counted = counted
    self.role = role
    self.name = name
    self.summary = summary
    self.outputShape = outputShape
    self.parameters = parameters
    self.masks = masks
    self.origin = origin
  }
}

extension Sequence where Element == ParameterDeclaration {
  /// Numbers of all parameters together.
  package var numberCount: Int { reduce(0) { $0 + $1.shape.count } }
}

/// What a model gives for some samples.
package struct ForwardPass: Sendable {
  /// The output of each layer, in the model's order, (samples, output shape of the layer…).
  package let layers: [Value]
  /// The output of the model, (samples, output shape…).
  package let output: Value

  package init(layers: [Value], output: Value) {
    self.layers = layers
    self.output = output
  }
}

/// A model: layers in order, and how to write its output and its loss into a tensor graph for any number of samples.
package struct ModelContent: Sendable {
  package let layers: [LayerContent]
  /// Shape of one sample's input.
  package let inputShape: Shape
  /// Shape of one sample's output.
  package let outputShape: Shape
  /// Every parameter, in layer order, weight before bias.
  package let parameters: [ParameterDeclaration]
  /// What is drawn anew for every update, in layer order.
  package let masks: [MaskDeclaration]
  private let pass:
    @Sendable (_ graph: inout TensorGraph, _ input: Value, _ parameters: [Value], _ masks: [Value]?) -> ForwardPass
  /// Adds the loss, a scalar: the mean over the samples given.
  package let loss: @Sendable (_ graph: inout TensorGraph, _ output: Value, _ target: Value) -> Value

  package init(
    layers: [LayerContent], inputShape: Shape, outputShape: Shape,
    forward pass: @escaping @Sendable (inout TensorGraph, Value, [Value], [Value]?) -> ForwardPass,
    loss: @escaping @Sendable (inout TensorGraph, Value, Value) -> Value
  ) {
    self.layers = layers
    self.inputShape = inputShape
    self.outputShape = outputShape
    self.parameters = layers.flatMap(\.parameters)
    self.masks = layers.flatMap(\.masks)
    self.pass = pass
    self.loss = loss
  }

  /// Adds all layers for an input (samples, input shape…), with `parameters` as declared above, as the model is evaluated.
  package func forward(_ graph: inout TensorGraph, _ input: Value, _ parameters: [Value]) -> ForwardPass {
    pass(&graph, input, parameters, nil)
  }

  /// The same as in an update, with `masks` as declared above, (samples, shape…).
  package func trainingForward(_ graph: inout TensorGraph, _ input: Value, _ parameters: [Value], masks: [Value]) -> ForwardPass {
    pass(&graph, input, parameters, masks)
  }
}

/// How one parameter is drawn.
package struct InitializerContent: Sendable {
  /// The parameter's name.
  package let parameter: String
  /// One line in the words of the spec, numbers evaluated: `normal(std: 0.0001)`.
  package let summary: String
  /// `count` values from the parameter's own random stream, in row-major order.
  package let draw: @Sendable (_ count: Int, _ stream: RandomStream) -> [Double]
  /// The file they are read from, if they are not drawn.
  package let digest: DataDigest?

  package init(
    parameter: String, summary: String, digest: DataDigest? = nil, draw: @escaping @Sendable (Int, RandomStream) -> [Double]
  ) {
    self.parameter = parameter
    self.summary = summary
    self.digest = digest
    self.draw = draw
  }
}
