import ExperimentGraph
import Grammar
import SourceDiagnostics

/// The size of every neuron over its angle, or over its cosine with a direction where neurons have more than one input.
struct OrientationFigure: FigureKind {
  let probe: Located<String>
  let layout: ArrayPanels
  let isNormalized: Bool

  func plan(_ site: FigureSite, _ diagnostics: inout Diagnostics) -> (@Sendable (FigureSource) -> FigureData)? {
    let kinds = Self.places.map { [$0.array, "amplitude"] }
    let probes = [NeuronFeaturesProbe.entry.info.kind, DirectionProjectionProbe.entry.info.kind]
    guard let (content, kind) = site.probe(probe, withOneOf: kinds, by: probes, &diagnostics),
      let plan = layout.plan(site, recordedBy: content, &diagnostics)
    else { return nil }
    let (name, isNormalized, place) = (content.name, isNormalized, Self.places[kind])
    return { source in
      plan.plot(
        source, style: .neurons(over: place.place, isNormalized: isNormalized), x: PlotAxisData(place.title),
        y: PlotAxisData(isNormalized ? "amplitude A / max" : "amplitude A")
      ) { point in
        guard let places = source.array(point, name, place.array), let sizes = source.array(point, name, "amplitude")
        else { return nil }
        return { cell in
          guard let moment = cell.moment.place(in: places), let found = places.at(moment), let amplitudes = sizes.at(moment)
          else { return [] }
          let largest = amplitudes.max() ?? 0
          let scale = isNormalized && largest > 0 ? largest : 1
          return [PlotData.Series(name: cell.name, x: found, y: amplitudes.map { $0 / scale }, number: cell.number)]
        }
      }
    }
  }

  /// What neurons can be drawn over, as probes record it.
  private static let places: [(array: String, place: PlotData.NeuronPlace, title: String)] = [
    ("orientation", .angle, "orientation θ"), ("cosine", .cosine, "cosine with the direction"),
  ]

  static let entry = Entry<any FigureKind>(
    "orientation",
    "The size of every neuron over its angle, the field's picture of condensation, or over its cosine with a direction where it has many "
      + "inputs.",
    source: "JMLR 22 (2021) 71, figure 2", example: "{orientation: {of: features, at: [0, end]}}", shorthand: .field("of"),
    .required("of", .name("probe"), "A probe `neuron_features` or `direction_projection`."),
    ArrayPanels.atField, ArrayPanels.rowsField, ArrayPanels.columnsField, ArrayPanels.byField, RecordedPanels.whereField,
    .optional("normalized", .flag, default: "false", "Whether sizes are divided by the largest of their series.")
  ) { probe, at, rows, columns, by, region, isNormalized in
    OrientationFigure(
      probe: probe, layout: ArrayPanels(at: at, rows: rows, columns: columns, by: by, region: region), isNormalized: isNormalized)
  }
}
