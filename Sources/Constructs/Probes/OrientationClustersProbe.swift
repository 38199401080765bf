import Analysis
import ExperimentGraph
import Grammar
import SourceDiagnostics

/// How many groups the neurons form on the circle of their angles.
struct OrientationClustersProbe: Probe {
  let neurons: ProbedNeurons
  let gap: Double
  let minimumAmplitude: Double

  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard let reading = neurons.orientedReading(site, &diagnostics) else { return nil }
    return ProbePlan(
      needs: reading.needs, columns: ["count", "kept"], arrays: [], workingNumbers: reading.workingNumbers,
      measure: { tensors in
        let orientations = reading.orientations(tensors)
        guard orientations.isFinite else { return Measurement(scalars: [.nan, .nan]) }
        let clusters = orientations.clusters(gap: gap, above: minimumAmplitude)
        return Measurement(scalars: [Double(clusters.count), Double(clusters.kept)])
      })
  }
}

extension OrientationClustersProbe {
  static let entry = Entry<any Probe>(
    "orientation_clusters",
    "How many connected groups the neurons form on the circle of their angles: `count` of them, where more than `gap` lies between "
      + "one and the next; `kept` counts the neurons. During a drop of the loss a group that moves is smeared, so count on plateaus.",
    source: "—", example: "{orientation_clusters: {layer: hidden}}", shorthand: .field("layer"),
    ProbedNeurons.layerField, ProbedNeurons.readoutField, ProbedNeurons.amplitudeField(default: "input"),
    ProbedNeurons.firstUnitsField,
    .optional("gap", .number(.between(0, 6.28), unit: "rad"), default: "0.1", "Angles farther apart than this are not connected."),
    .optional(
      "minimum_amplitude", .number(0..<1), default: "0.01", "Neurons not larger than this share of the largest are left out.")
  ) { layer, readout, amplitude, firstUnits, gap, minimumAmplitude in
    OrientationClustersProbe(
      neurons: ProbedNeurons(layer: layer, readout: readout, amplitude: amplitude, firstUnits: firstUnits), gap: gap,
      minimumAmplitude: minimumAmplitude)
  }
}
