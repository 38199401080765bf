import Analysis
import ExperimentGraph
import Grammar
import SourceDiagnostics

/// The direction that neurons are compared with.
enum ReferenceDirection: String, Sendable, CaseIterable {
  /// z = (1/n) Σ y_i (x_i, 1) of the data, to which neurons of a smooth activation turn at first.
  case targets
  /// (1, …, 1).
  case ones
}

/// How much of a layer's weights lies along one direction.
struct DirectionProjectionProbe: Probe {
  let neurons: ProbedNeurons
  let data: Located<String>
  let direction: ReferenceDirection
  let threshold: Double

  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard let dataset = site.dataset(data, &diagnostics), let reading = neurons.reading(site, &diagnostics) else { return nil }
    guard direction == .ones || check(dataset, reading, &diagnostics) else { return nil }
    let inputs: [ProbeNeed] = direction == .ones ? [] : [.inputs(data.value), .targets(data.value)]
    let first = reading.needs.count
    return ProbePlan(
      needs: reading.needs + inputs, columns: ["ratio", "aligned"],
      arrays: ["cosine", "amplitude"].map { ProbeArray(name: $0, shape: [reading.unitCount]) },
      measure: { tensors in
        let weights = Array(tensors[..<first])
        let vectors = reading.vectors(weights)
        let target =
          direction == .ones
          ? [Double](repeating: 1, count: vectors.width)
          : targetDirection(inputs: tensors[first].values, targets: tensors[first + 1].values, width: vectors.width)
        let projection = Projection(of: vectors, onto: target)
        return Measurement(
          scalars: [projection.ratio, projection.share(above: threshold)],
          arrays: [projection.cosines, reading.amplitudes(weights)])
      })
  }

  /// Whether the layer reads the inputs, and the targets are single numbers.
  private func check(_ dataset: DatasetContent, _ reading: ProbedNeurons.Reading, _ diagnostics: inout Diagnostics) -> Bool {
    let inputs = dataset.inputShape.count
    if reading.inputWidth != inputs {
      diagnostics.report(
        Diagnostic(
          .shapeMismatch, "`\(neurons.layer.value)` reads \(reading.inputWidth) numbers, and an input has \(inputs)",
          at: neurons.layer.range, help: "name the first layer with weights"))
      return false
    }
    if dataset.targetShape.count != 1 {
      diagnostics.report(
        Diagnostic(
          .shapeMismatch, "the direction of the data needs one number as a target, and `\(data.value)` has \(dataset.targetShape.count)",
          at: data.range, help: "compare with `onto: ones`"))
      return false
    }
    return true
  }
}

extension DirectionProjectionProbe {
  static let entry = Entry<any Probe>(
    "direction_projection",
    "How much of a layer's weights lies along one direction z: `ratio` is ‖P_z θ‖ / ‖θ‖ over all units, their biases included, `aligned` "
      + "the share of units with |cos(w, z)| above the threshold; each cosine is in `cosine`, each unit's size in `amplitude`.",
    source: "arXiv:2303.06561", example: "{direction_projection: {layer: hidden, on: train}}",
    ProbedNeurons.layerField,
    .required("on", .name("dataset"), "The data that gives the direction."),
    .optional(
      "onto", .choice(ReferenceDirection.self), default: "targets",
      "The direction: `targets` is z = (1/n) Σ y_i (x_i, 1), without the 1 where the layer has no bias; `ones` is (1, …, 1)."),
    .optional("threshold", .number(.between(0, 1)), default: "0.95", "Above this, a unit counts as aligned."),
    ProbedNeurons.readoutField, ProbedNeurons.amplitudeField(default: "product"), ProbedNeurons.firstUnitsField
  ) { layer, data, direction, threshold, readout, amplitude, firstUnits in
    DirectionProjectionProbe(
      neurons: ProbedNeurons(layer: layer, readout: readout, amplitude: amplitude, firstUnits: firstUnits), data: data,
      direction: direction, threshold: threshold)
  }
}
