import ExperimentGraph
import Reports
import Results

extension PaperExperiment {
  /// The section of a bundle.
  /// - Parameter statements: what the claims of its spec say.
  package init(
    _ bundle: ResultBundle, _ figures: [(name: String, figure: Figure)], _ statements: [ClaimStatement], title: String, source: String,
    notes: [String]
  ) throws(ResultsFailure) {
    let claims = try bundle.json(BundleFile.claims.path).elements ?? []
    let environment = try bundle.json(BundleFile.environment.path)
    self.init(
      anchor: bundle.index.specName, title: title, source: source, notes: notes,
      figures: figures.map { ReportPage.Illustration($0.figure, path: "figures/\($0.name).svg") },
      claims: claims.map { json in PaperClaim(json, statements.first { $0.name == json["name"]?.text }) },
      seconds: environment["seconds"]?.double)
  }
}

extension PaperClaim {
  /// A claim as claims.json has it, with what it says.
  fileprivate init(_ json: CanonicalJSON, _ statement: ClaimStatement?) {
    let (expected, found) = Self.values(json, statement?.comparisons ?? [])
    let reason = json["not_reproduced"]?.text
    self.init(
      name: json["name"]?.text ?? "", text: json["text"]?.text ?? "",
      verdict: ReportVerdict(json["verdict"]?.text ?? "", isNotReproduced: reason != nil),
      kind: Kind(rawValue: json["kind"]?.text ?? "") ?? .measured, published: expected, measured: found, extent: Extent(json),
      margin: json["margin"]?.double, source: json["source"]?.text ?? "", notReproduced: reason ?? "",
      countsDimensions: statement?.countsDimensions ?? false)
  }

  /// What is expected and what was found, a line for each thing that is compared.
  private static func values(_ json: CanonicalJSON, _ comparisons: [ClaimComparison]) -> (expected: String, found: String) {
    let margin = RunReport.evidenceMargin(json)
    func shown(_ x: Double) -> String { ReadableNumber.text(x, margin: margin) }
    let evidence = (json["evidence"]?.elements ?? []).map { item in
      (text: item["text"]?.text ?? "", value: ClaimOutcome.Evidence.Value(json: item["value"]).text(shown))
    }
    func value(_ text: String) -> String? { evidence.first { $0.text == text }?.value }
    // What is read stands before what is computed of it.
    let read = evidence.prefix(2).map { "\($0.text) = \($0.value)" }.joined(separator: "\n")
    if let target = json["target"]?["value"]?.double, let within = json["target"]?["within"]?.double {
      return ("\(shown(target)) ± \(shown(within))", json["target"]?["of"]?.text.flatMap(value) ?? read)
    }
    if comparisons.isEmpty { return ("", read) }
    var lines: [(subject: String, expected: String, found: String)] = []
    for item in comparisons {
      let bound = sign(item.relation) + (value(item.bound) ?? item.bound)
      if let last = lines.last, last.subject == item.subject {
        lines[lines.count - 1].expected += ", " + bound
      } else {
        lines.append((item.subject, bound, value(item.subject) ?? "—"))
      }
    }
    return (lines.map(\.expected).joined(separator: "\n"), lines.map(\.found).joined(separator: "\n"))
  }

  /// A relation before a number: nothing where it must be just that.
  private static func sign(_ relation: String) -> String {
    switch relation {
    case "==": ""
    case "!=": "≠ "
    case "<=": "≤ "
    case ">=": "≥ "
    default: relation + " "
    }
  }
}

extension PaperClaim.Extent {
  /// The extent of a claim over several points, as claims.json has it; nil for one over a single point.
  init?(_ json: CanonicalJSON) {
    guard let cells = json["cells"]?.int, let held = json["held"]?.int, cells > 1 else { return nil }
    self.init(held: held, cells: cells, place: CoordinateText.short(json["place"]?.text ?? ""))
  }
}
