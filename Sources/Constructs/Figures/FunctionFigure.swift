import ExperimentGraph
import Grammar
import SourceDiagnostics

/// What the model gives over its input, beside the target and the samples it was trained on.
struct FunctionFigure: FigureKind {
  let probe: Located<String>
  let dataset: Located<String>
  let layout: ArrayPanels

  func plan(_ site: FigureSite, _ diagnostics: inout Diagnostics) -> (@Sendable (FigureSource) -> FigureData)? {
    let kinds = [OutputProbe.entry.info.kind, DecisionsProbe.entry.info.kind]
    guard let content = site.probe(probe, withOneOf: [["values"]], by: kinds, &diagnostics)?.probe else { return nil }
    let datasets = site.graph.datasets
    guard let data = datasets.first(where: { $0.name == dataset.value })?.content else {
      diagnostics.report(
        Diagnostic(
          .unknownData, "there is no dataset called `\(dataset.value)`", at: dataset.range,
          help: spellingHelp(for: dataset.value, among: datasets.map(\.name)) ?? "known: \(quotedNames(datasets.map(\.name)))"))
      return nil
    }
    guard data.inputShape.count == 1, data.targetShape.count == 1 else {
      diagnostics.report(
        Diagnostic(.shapeMismatch, "a function is drawn over one input and has one output; `\(dataset.value)` has more", at: dataset.range))
      return nil
    }
    guard let plan = layout.plan(site, recordedBy: content, &diagnostics) else { return nil }
    let (name, over, training) = (content.name, dataset.value, site.graph.training.dataset)
    return { source in
      plan.plot(source, style: .lines, x: PlotAxisData("x"), y: PlotAxisData("f(x)")) { point in
        Self.open(source, point, probe: name, over: over, training: training)
      }
    }
  }

  /// What a point's output is drawn from.
  private static func open(
    _ source: FigureSource, _ point: Int, probe: String, over: String, training: String
  ) -> ((ArrayPanels.Cell) -> [PlotData.Series])? {
    guard let output = source.array(point, probe, "values"), let data = source.data(point, over)
    else { return nil }
    let order = data.inputs.indices.sorted { data.inputs[$0] < data.inputs[$1] }
    let x = order.map { data.inputs[$0] }
    var known = [PlotData.Series(name: "target", x: x, y: order.map { data.targets[$0] }, part: .target)]
    if let samples = source.data(point, training) {
      known.append(PlotData.Series(name: "samples", x: samples.inputs, y: samples.targets, part: .samples))
    }
    return { cell in
      guard let place = cell.moment.place(in: output), let values = output.at(place), values.count == order.count else { return [] }
      let name = cell.name.isEmpty ? "model" : cell.name
      return [PlotData.Series(name: name, x: x, y: order.map { values[$0] }, number: cell.number)] + known
    }
  }

  static let entry = Entry<any FigureKind>(
    "function", "What the model gives over its one input, beside the target and the training samples.",
    example: "{function: {of: output, over: test, at: [start, end]}}",
    .required("of", .name("probe"), "A probe `output`."),
    .optional("over", .name("dataset"), default: "test", "The dataset that the probe looks at: its inputs and targets."),
    ArrayPanels.atField, ArrayPanels.rowsField, ArrayPanels.columnsField, ArrayPanels.byField, RecordedPanels.whereField
  ) { probe, dataset, at, rows, columns, by, region in
    FunctionFigure(
      probe: probe, dataset: dataset, layout: ArrayPanels(at: at, rows: rows, columns: columns, by: by, region: region))
  }
}
