import Analysis
import ExperimentGraph
import Grammar
import SourceDiagnostics

/// Each neuron of one input as a point: its angle and its size.
struct NeuronFeaturesProbe: Probe {
  let neurons: ProbedNeurons

  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard let reading = neurons.orientedReading(site, &diagnostics) else { return nil }
    return ProbePlan(
      needs: reading.needs, columns: ["total", "largest"],
      arrays: ["orientation", "amplitude"].map { ProbeArray(name: $0, shape: [reading.unitCount]) },
      measure: { tensors in
        let amplitudes = reading.amplitudes(tensors)
        return Measurement(
          scalars: [amplitudes.sorted().reduce(0, +), Norm.max.of([amplitudes])],
          arrays: [reading.vectors(tensors).angles, amplitudes])
      })
  }
}

extension NeuronFeaturesProbe {
  static let entry = Entry<any Probe>(
    "neuron_features",
    "Each neuron of a layer with one input and a bias as a point: its angle atan2(b, w), from −π up to π, in `orientation`, its size in "
      + "`amplitude`; `total` and `largest` are the sum and the maximum of the sizes.",
    source: "JMLR 22 (2021) 71, section 3", example: "{neuron_features: {layer: hidden}}", shorthand: .field("layer"),
    ProbedNeurons.layerField, ProbedNeurons.readoutField, ProbedNeurons.amplitudeField(default: "product"),
    ProbedNeurons.firstUnitsField
  ) { layer, readout, amplitude, firstUnits in
    NeuronFeaturesProbe(neurons: ProbedNeurons(layer: layer, readout: readout, amplitude: amplitude, firstUnits: firstUnits))
  }
}
