import Analysis
import ExperimentGraph
import Grammar
import SourceDiagnostics

/// How much of the neurons' size lies near a few angles.
struct OrientationWindowsProbe: Probe {
  let neurons: ProbedNeurons
  let count: Int
  let halfWidth: Double

  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard let reading = neurons.orientedReading(site, &diagnostics) else { return nil }
    let places = Array(1...count)
    return ProbePlan(
      needs: reading.needs,
      columns: ["share"] + places.map { "center_\($0)" } + places.map { "share_\($0)" }, arrays: [], workingNumbers: reading.workingNumbers,
      measure: { tensors in
        let orientations = reading.orientations(tensors)
        guard orientations.isFinite, orientations.totalAmplitude > 0 else {
          return Measurement(scalars: [Double](repeating: .nan, count: 1 + 2 * count))
        }
        var windows = orientations.windows(count: count, halfWidth: halfWidth)
        while windows.count < count { windows.append(OrientationWindow(center: .nan, share: 0)) }
        let shares = windows.map(\.share)
        return Measurement(scalars: [shares.reduce(0, +)] + windows.map(\.center) + shares)
      })
  }
}

extension OrientationWindowsProbe {
  static let entry = Entry<any Probe>(
    "orientation_windows",
    "How much of the neurons' size lies near a few angles: `share` is the part of the total within ± half_width of the most loaded "
      + "angles at which there is a neuron, found greedily; "
      + "`center_1` … are the windows' circular means weighted by size, ascending, and `share_1` … their parts.",
    source: "—", example: "{orientation_windows: {layer: hidden, count: 2}}", shorthand: .field("layer"),
    ProbedNeurons.layerField, ProbedNeurons.readoutField, ProbedNeurons.amplitudeField(default: "product"),
    ProbedNeurons.firstUnitsField,
    .optional("count", .integer(1...32), default: "2", "How many windows; where less is left, the last centers are not a number."),
    .optional("half_width", .number(.between(0, 3.14), unit: "rad"), default: "0.05", "How far a window reaches to either side.")
  ) { layer, readout, amplitude, firstUnits, count, halfWidth in
    OrientationWindowsProbe(
      neurons: ProbedNeurons(layer: layer, readout: readout, amplitude: amplitude, firstUnits: firstUnits), count: count,
      halfWidth: halfWidth)
  }
}
