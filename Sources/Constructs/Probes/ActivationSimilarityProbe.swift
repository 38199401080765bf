import Analysis
import ExperimentGraph
import Grammar
import SourceDiagnostics
import TensorGraph

/// The similarity of what units give over a dataset.
struct ActivationSimilarityProbe: Probe {
  let layer: Located<String>
  let data: Located<String>
  let map: SimilarityMap

  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard let content = site.layer(layer, &diagnostics), site.dataset(data, &diagnostics) != nil else { return nil }
    return ProbePlan(
      needs: [.activation(layer: layer.value, dataset: data.value)], columns: SimilarityMap.columns,
      arrays: SimilarityMap.arrays(units: content.outputShape[0]),
      workingNumbers: SimilarityMap.workingNumbers(units: content.outputShape[0]),
      measure: { tensors in map.measurement(of: UnitVectors(activations: tensors[0])) })
  }
}

extension ActivationSimilarityProbe {
  static let entry = Entry<any Probe>(
    "activation_similarity",
    "Cosine similarity of what every two units of a layer give over a dataset, each a vector over the samples (and places of an image), "
      + "recorded as by `cosine_similarity`.",
    example: "{activation_similarity: {layer: hidden, on: train}}",
    .required("layer", .name("layer"), "The layer whose output is looked at; its first axis counts the units."), .probedDataset,
    SimilarityMap.minimumNormField, SimilarityMap.thresholdField, SimilarityMap.orderField
  ) { layer, data, minimumNorm, threshold, order in
    ActivationSimilarityProbe(
      layer: layer, data: data,
      map: SimilarityMap(minimumNorm: minimumNorm, threshold: threshold, order: order ?? .eigenvector))
  }
}

extension UnitVectors {
  /// What each unit gives over all samples: `tensor` is (samples, units, places…).
  init(activations tensor: ProbedTensor) {
    let (samples, units) = (tensor.shape[0], tensor.shape[1])
    let places = tensor.shape.count / (samples * units)
    var values: [Double] = []
    values.reserveCapacity(tensor.values.count)
    for unit in 0..<units {
      for sample in 0..<samples {
        let first = (sample * units + unit) * places
        values += tensor.values[first..<(first + places)]
      }
    }
    self.init(count: units, width: samples * places, values: values)
  }
}

extension ProbeSite {
  /// A layer by its name in the spec; reports a name that is not there.
  func layer(_ name: Located<String>, _ diagnostics: inout Diagnostics) -> LayerContent? {
    if let found = layers.first(where: { $0.name == name.value }) { return found }
    let known = layers.map(\.name)
    diagnostics.report(
      Diagnostic(
        .unknownLayer, "the model has no layer `\(name.value)`", at: name.range,
        help: spellingHelp(for: name.value, among: known) ?? "it has \(quotedNames(known))"))
    return nil
  }
}
