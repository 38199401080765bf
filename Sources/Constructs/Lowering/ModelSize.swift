import ExperimentGraph
import SourceDiagnostics
import TensorGraph

/// The size of a model, counted layer by layer without overflow: what comes after lowering multiplies and adds sizes without looking.
struct ModelSize {
  /// Samples of the training data.
  private let samples: Int
  private var parameters = 0
  private var numbers = 0
  private var multiplications = 0

  /// Counts for at least as many samples as an evaluation takes at once.
  init(samples: Int) { self.samples = max(samples, 1024) }

  /// Counts a layer; what is wrong with the model when the layer makes it larger than the limits.
  mutating func excess(adding layer: LayerContent) -> Diagnostic? {
    let output = Self.count(layer.outputShape)
    if output > Limits.layerNumbers {
      return Diagnostic(
        .memoryLimit,
        "`\(layer.name)` gives \(layer.outputShape) numbers for each sample; the most is \(Limits.grouped(Limits.layerNumbers))",
        at: layer.origin, help: "make the layer smaller")
    }
    for parameter in layer.parameters { parameters = Self.sum(parameters, Self.count(parameter.shape)) }
    if parameters > Limits.parameters {
      let shapes = layer.parameters.map { "`\($0.name)` \($0.shape)" }.joined(separator: ", ")
      return Diagnostic(
        .tooManyParameters, "with \(shapes) the model has more than \(Limits.grouped(Limits.parameters)) parameters",
        at: layer.origin, help: "make this layer or its input smaller")
    }
    let forAll = Self.product(output, samples)
    numbers = Self.sum(numbers, forAll)
    multiplications = Self.sum(multiplications, Self.product(forAll, layer.parameters.map(\.fanIn).max() ?? 1))
    for (found, limit, what) in [
      (numbers, Limits.numbers, "numbers"), (multiplications, Limits.multiplications, "multiplications"),
    ] where found > limit {
      return Diagnostic(
        .memoryLimit,
        "with `\(layer.name)` the model takes more than \(Limits.grouped(limit)) \(what) for all samples of the training data",
        at: layer.origin, help: "make the layers smaller or take fewer samples")
    }
    return nil
  }

  /// The numbers of a shape; the largest integer where there are more.
  private static func count(_ shape: Shape) -> Int { shape.dimensions.reduce(1, product) }

  /// The product of two sizes; the largest integer where it is larger.
  private static func product(_ a: Int, _ b: Int) -> Int {
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    return overflow ? .max : product
  }

  /// The sum of two sizes; the largest integer where it is larger.
  private static func sum(_ a: Int, _ b: Int) -> Int {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? .max : sum
  }
}
