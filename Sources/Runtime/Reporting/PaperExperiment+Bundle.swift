import ExperimentGraph
import Reports
import Results

extension PaperExperiment {
  /// The section of a bundle.
  package init(
    _ bundle: ResultBundle, _ figures: [(name: String, figure: Figure)], title: String, source: String, notes: [String]
  ) throws(ResultsFailure) {
    let claims = try bundle.json(BundleFile.claims.path).elements ?? []
    let environment = try bundle.json(BundleFile.environment.path)
    self.init(
      anchor: bundle.index.specName, title: title, source: source, notes: notes,
      figures: figures.map { ReportPage.Illustration($0.figure, path: "figures/\($0.name).svg") },
      claims: claims.map(PaperClaim.init), seconds: environment["seconds"]?.double)
  }
}

extension PaperClaim {
  /// A claim as claims.json has it.
  fileprivate init(_ json: CanonicalJSON) {
    let evidence = (json["evidence"]?.elements ?? []).map { item in
      let value = ClaimOutcome.Evidence.Value(json: item["value"])
      return (text: item["text"]?.text ?? "", value: value.text(Self.shown))
    }
    let target = json["target"]
    var expected = ""
    // What is read stands before what is computed of it.
    var found = evidence.prefix(2).map { "\($0.text) = \($0.value)" }.joined(separator: "; ")
    if let value = target?["value"]?.double, let within = target?["within"]?.double {
      expected = "\(Self.shown(value)) ± \(Self.shown(within))"
      found = evidence.first { $0.text == target?["of"]?.text }?.value ?? found
    }
    if let cells = json["cells"]?.int, let held = json["held"]?.int, cells > 1 { found += " (\(held) of \(cells))" }
    self.init(
      name: json["name"]?.text ?? "", text: json["text"]?.text ?? "",
      verdict: ReportVerdict(rawValue: json["verdict"]?.text ?? "") ?? .undecided,
      kind: Kind(rawValue: json["kind"]?.text ?? "") ?? .measured, published: expected, measured: found,
      margin: json["margin"]?.double, source: json["source"]?.text ?? "")
  }

  /// Four digits are enough to compare with what was printed.
  private static func shown(_ x: Double) -> String { ReadableNumber.text(x, digits: 4) }
}
