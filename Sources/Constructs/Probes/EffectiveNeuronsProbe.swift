import Analysis
import ExperimentGraph
import Grammar
import SourceDiagnostics

/// How many neurons would be enough: one for each direction that has some size.
struct EffectiveNeuronsProbe: Probe {
  let neurons: ProbedNeurons
  let minimumAmplitude: Double
  let threshold: Double
  let alignment: Alignment

  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard let reading = neurons.reading(site, &diagnostics) else { return nil }
    return ProbePlan(
      needs: reading.needs, columns: ["count", "kept", "ratio"], arrays: [],
      workingNumbers: reading.unitCount * reading.unitCount,
      measure: { tensors in
        let amplitudes = reading.amplitudes(tensors)
        let limit = Norm.max.of([amplitudes]) * minimumAmplitude
        guard limit.isFinite else { return Measurement(scalars: [.nan, .nan, .nan]) }
        let kept = amplitudes.indices.filter { amplitudes[$0] > limit }
        let similarity = CosineSimilarity(reading.vectors(tensors).rows(kept))
        let count = Double(similarity.groupSizes(above: threshold, by: alignment).count)
        return Measurement(scalars: [count, Double(kept.count), count / Double(amplitudes.count)])
      })
  }
}

extension EffectiveNeuronsProbe {
  static let entry = Entry<any Probe>(
    "effective_neurons",
    "How many neurons would be enough: `count` is the number of directions, found as in `condensation`, of the neurons of some size, "
      + "`kept` that of these neurons, `ratio` is count / units.",
    source: "arXiv:2207.05952", example: "{effective_neurons: {layer: hidden}}", shorthand: .field("layer"),
    ProbedNeurons.layerField, ProbedNeurons.readoutField, ProbedNeurons.amplitudeField(default: "product"),
    ProbedNeurons.firstUnitsField,
    .optional(
      "minimum_amplitude", .number(0..<1), default: "0.01", "Neurons not larger than this share of the largest are left out."),
    .optional("threshold", .number(.between(0, 1)), default: "0.95", "Similarity above which two neurons count as one."),
    .optional("by", .choice(Alignment.self), default: "direction", "Whether opposite neurons are two directions or one line.")
  ) { layer, readout, amplitude, firstUnits, minimumAmplitude, threshold, alignment in
    EffectiveNeuronsProbe(
      neurons: ProbedNeurons(layer: layer, readout: readout, amplitude: amplitude, firstUnits: firstUnits),
      minimumAmplitude: minimumAmplitude, threshold: threshold, alignment: alignment)
  }
}
