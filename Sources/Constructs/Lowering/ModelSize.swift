import ExperimentGraph
import SourceDiagnostics
import TensorGraph

/// The size of a model, counted layer by layer without overflow.
struct ModelSize {
  private var parameters = 0

  /// Counts a layer; what is wrong with the model when the layer makes it larger than the limits.
  mutating func excess(adding layer: LayerContent) -> Diagnostic? {
    let output = Self.count(layer.outputShape)
    if output > Limits.layerNumbers {
      return Diagnostic(
        .memoryLimit,
        "`\(layer.name)` gives \(layer.outputShape) numbers for each sample; the most is \(Limits.grouped(Limits.layerNumbers))",
        at: layer.origin, help: "make the layer smaller")
    }
    for parameter in layer.parameters {
      let (sum, overflow) = parameters.addingReportingOverflow(Self.count(parameter.shape))
      parameters = overflow ? .max : sum
    }
    if parameters > Limits.parameters {
      let shapes = layer.parameters.map { "`\($0.name)` \($0.shape)" }.joined(separator: ", ")
      return Diagnostic(
        .tooManyParameters, "with \(shapes) the model has more than \(Limits.grouped(Limits.parameters)) parameters",
        at: layer.origin, help: "make this layer or its input smaller")
    }
    return nil
  }

  /// The numbers of a shape; the largest integer where there are more.
  private static func count(_ shape: Shape) -> Int {
    shape.dimensions.reduce(1) { count, dimension in
      let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
      return overflow ? .max : product
    }
  }
}
