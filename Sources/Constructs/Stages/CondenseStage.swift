import Analysis
import ExperimentGraph
import Grammar
import SourceDiagnostics

/// Each group of units that point the same way becomes one of them.
struct CondenseStage: Stage {
  let origin: StageOrigin
  let layer: Located<String>
  let similarity: Double

  func plan(_ site: StageSite, _ diagnostics: inout Diagnostics) -> StagePlan? {
    guard let layer = site.changedLayer(layer, &diagnostics) else { return nil }
    let threshold = similarity
    return StagePlan(model: site.model, action: .transform { tensors in condensed(tensors, layer, threshold) })
  }

  static let entry = Entry<any Stage>(
    "condense",
    "Replaces each group of units that point the same way by its longest, which takes over what the others gave: it is read with "
      + "Σ a_k ‖w_k‖ / ‖w_j‖ over its group. The others stay with weights that are all zero, so that the model keeps its shape. "
      + "Units of a group are all near to one of it, which need not be the longest. What is left may be near to each other again: "
      + "`effective_neurons` counts their directions, and leaves out small ones.",
    source: "arXiv:2105.14573, section 5",
    example: "{condense: {layer: hidden, similarity: 0.9}}",
    sourceField, modelField,
    .required("layer", .name("layer"), "The layer whose units are grouped."),
    .optional(
      "similarity", .number(.between(0, 1)), default: "0.9",
      "Cosine of the angle between two units, with their biases, above which they are of one group, found as in `condensation`.")
  ) { source, model, layer, similarity in
    CondenseStage(origin: StageOrigin(stage: source, model: model), layer: layer, similarity: similarity)
  }
}

/// Source: arXiv:2105.14573, section 5, equation for the replacement neuron.
private func condensed(_ tensors: [StageTensor], _ layer: StageSite.ChangedLayer, _ threshold: Double) -> [StageTensor] {
  guard let weight = tensors.first(where: { $0.name == "\(layer.name).weight" }) else { return tensors }
  let bias = tensors.first { $0.name == "\(layer.name).bias" }
  let vectors =
    bias.map { UnitVectors(weights: weight.values, biases: $0.values) }
    ?? UnitVectors(count: layer.units, width: weight.values.count / layer.units, values: weight.values)
  let norms = vectors.norms
  // How long a unit is beside the one that replaces it; zero for a unit that is replaced by none.
  var factors = [Double](repeating: 0, count: layer.units)
  var heads = [Int](repeating: -1, count: layer.units)
  for group in CosineSimilarity(vectors).groups(above: threshold, by: .direction) {
    guard let head = group.max(by: { norms[$0] < norms[$1] }), norms[head] > 0 else { continue }
    for unit in group {
      heads[unit] = head
      factors[unit] = norms[unit] / norms[head]
    }
  }
  return tensors.map { tensor in
    if tensor.name.hasPrefix(layer.name + ".") { return keeping(heads, rowsOf: tensor) }
    return tensor.name == layer.reader + ".weight" ? gathering(heads, factors, columnsOf: tensor) : tensor
  }
}

/// Rows of units that replace others or stand for themselves; zero for the rest.
private func keeping(_ heads: [Int], rowsOf tensor: StageTensor) -> StageTensor {
  let width = tensor.values.count / heads.count
  let values = tensor.values.indices.map { heads[$0 / width] == $0 / width ? tensor.values[$0] : 0 }
  return StageTensor(name: tensor.name, shape: tensor.shape, values: values)
}

/// What is read of a group, in the columns of the unit that replaces it.
private func gathering(_ heads: [Int], _ factors: [Double], columnsOf tensor: StageTensor) -> StageTensor {
  let (out, units) = (tensor.shape[0], heads.count)
  let block = tensor.values.count / (out * units)
  var values = [Double](repeating: 0, count: tensor.values.count)
  for row in 0..<out {
    for unit in 0..<units where heads[unit] >= 0 {
      let (from, to) = ((row * units + unit) * block, (row * units + heads[unit]) * block)
      for place in 0..<block { values[to + place] += factors[unit] * tensor.values[from + place] }
    }
  }
  return StageTensor(name: tensor.name, shape: tensor.shape, values: values)
}
