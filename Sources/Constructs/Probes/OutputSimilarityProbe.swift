import Analysis
import ExperimentGraph
import Grammar
import SourceDiagnostics
import TensorGraph

/// The similarity of what units contribute to the layer that reads them, over a dataset.
struct OutputSimilarityProbe: Probe {
  let layer: Located<String>
  let readout: Located<String>?
  let data: Located<String>
  let map: SimilarityMap

  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard let content = site.layer(layer, &diagnostics), site.dataset(data, &diagnostics) != nil else { return nil }
    let reader = site.reader(
      of: content.outputShape.count, in: layer, by: readout, help: "compare what they give with `activation_similarity`", &diagnostics)
    guard let reader else { return nil }
    return ProbePlan(
      needs: [.activation(layer: layer.value, dataset: data.value), .parameter(reader.name)], columns: SimilarityMap.columns,
      arrays: SimilarityMap.arrays(units: content.outputShape.count),
      workingNumbers: SimilarityMap.workingNumbers(units: content.outputShape.count),
      measure: { tensors in map.measurement(of: Self.contributions(tensors[0], tensors[1])) })
  }

  /// a_ok h_k(x) of each unit k over samples and outputs o.
  private static func contributions(_ activation: ProbedTensor, _ weight: ProbedTensor) -> UnitVectors {
    let (outputs, units) = (weight.shape[0], weight.shape[1])
    let samples = activation.shape[0]
    var values: [Double] = []
    values.reserveCapacity(samples * outputs * units)
    for unit in 0..<units {
      for sample in 0..<samples {
        for output in 0..<outputs {
          values.append(activation.values[sample * units + unit] * weight.values[output * units + unit])
        }
      }
    }
    return UnitVectors(count: units, width: samples * outputs, values: values)
  }
}

extension OutputSimilarityProbe {
  static let entry = Entry<any Probe>(
    "output_similarity",
    "Cosine similarity of what every two units contribute to the layer that reads them over a dataset, a_k h_k(x) with the weights a_k by "
      + "which unit k is read, recorded as by `cosine_similarity`.",
    example: "{output_similarity: {layer: hidden, on: train}}",
    .required("layer", .name("layer"), "The layer whose output is read."), ProbedNeurons.readoutField, .probedDataset,
    SimilarityMap.minimumNormField, SimilarityMap.thresholdField, SimilarityMap.orderField
  ) { layer, readout, data, minimumNorm, threshold, order in
    OutputSimilarityProbe(
      layer: layer, readout: readout, data: data,
      map: SimilarityMap(minimumNorm: minimumNorm, threshold: threshold, order: order ?? .eigenvector))
  }
}
