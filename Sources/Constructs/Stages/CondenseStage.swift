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
    guard let group = site.units(of: layer, &diagnostics) else { return nil }
    let threshold = similarity
    return StagePlan(model: site.model, action: .transform { tensors in condensing(group, tensors, threshold).applied(to: tensors) })
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
    .required("layer", .name("layer"), "The layer whose units are grouped.", alsoKnownAs: ["of"]),
    .optional(
      "similarity", .number(.between(0, 1)), default: "0.9",
      "Cosine of the angle between two units, with their biases, above which they are of one group, found as in `condensation`.",
      alsoKnownAs: ["threshold"])
  ) { source, model, layer, similarity in
    CondenseStage(origin: StageOrigin(stage: source, model: model), layer: layer, similarity: similarity)
  }
}

/// Each group of units as its longest one, in whose place of the reader stands Σ a_k ‖w_k‖ / ‖w_j‖; the others become zero.
/// Source: arXiv:2105.14573, section 5, equation for the replacement neuron.
private func condensing(_ group: UnitGroup<LayerStack>, _ tensors: [StageTensor], _ threshold: Double) -> UnitMap {
  let own = group.own.compactMap { axis in
    tensors.first { $0.name == axis.parameter }?.numbers(along: axis, of: group.count)
  }
  let rows = (0..<group.count).map { unit in own.flatMap { $0[unit] } }
  let vectors = UnitVectors(count: group.count, width: rows[0].count, values: rows.flatMap { $0 })
  let norms = vectors.norms
  var units = [UnitMap.Unit](repeating: UnitMap.Unit(own: nil, read: []), count: group.count)
  for near in CosineSimilarity(vectors).groups(above: threshold, by: .direction) {
    guard let head = near.max(by: { norms[$0] < norms[$1] }), norms[head] > 0 else { continue }
    units[head] = UnitMap.Unit(
      own: UnitMap.Term(unit: head, factor: 1), read: near.sorted().map { UnitMap.Term(unit: $0, factor: norms[$0] / norms[head]) })
  }
  return UnitMap(group: group, units: units)
}
