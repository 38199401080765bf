import Reports

/// One run as its page and its terminal summary show it.
enum SampleReport {
  static let claims = [
    ReportClaim(
      name: "condenses", text: "last(orientation.groups) <= 6", verdict: .pass, margin: 2,
      evidence: "last(orientation.groups) = 4 at step 100000", source: "JMLR 2021, figure 1"),
    ReportClaim(
      name: "fits", text: "last(train.loss) < 1e-4", verdict: .fail, margin: -1.53e-4,
      evidence: "last(train.loss) = 2.53e-4 at step 100000", source: "derived"),
    ReportClaim(
      name: "generalizes", text: "last(test.loss) / last(train.loss) < 20 and max(test.accuracy) > 0.9 + 1e-3",
      verdict: .undecided, margin: nil, evidence: "test.accuracy was never recorded"),
  ]

  static let metrics: MetricTable = {
    let steps = [0] + (1...400).map { $0 * 250 }
    return MetricTable(
      columns: ["train.loss", "test.loss", "orientation.groups"], steps: steps,
      rows: steps.map { step in
        let t = Double(step)
        return [
          2.1 / (1 + t / 300) / (1 + t / 4000), 2.3 / (1 + t / 300) / (1 + t / 9000) + 2e-3,
          step > 90_000 ? 4 : (60 / (1 + t / 900)).rounded() + 4,
        ]
      })
  }()

  static let summary = RunSummary(
    id: "9f2c41d07be85a31", resultDigest:
      "sha256:3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    numericsVersion: 1, precision: "float64", parameterCount: 25_450, stepCount: 100_000,
    stopRule: "steps: 100000",
    data: [
      ("train", "sha256:aa11bb22cc33dd44ee55ff66aa11bb22cc33dd44ee55ff66aa11bb22cc33dd44"),
      ("test", "sha256:0011223344556677889900aabbccddeeff0011223344556677889900aabbccdd"),
    ])

  static let page = ReportPage(
    title: "A two-layer ReLU network condenses on a 1-d target", status: .complete, claims: claims,
    summary: summary.facts,
    figures: [
      .init(Gallery.loss, path: "figures/loss.svg", caption: "Loss on training and test data."),
      .init(Gallery.similarity, path: "figures/features.svg", caption: "Cosine similarity of input weights."),
    ], metrics: metrics, resolvedSpec: spec,
    environment: [
      ReportFact("processor", "16 × x86-64, avx512"), ReportFact("threads", "4"),
      ReportFact("duration", "48.2 s"), ReportFact("build", "condensespec 0.2.0 (release)", isCode: true),
    ])

  static let spec = """
    condensespec: 1
    title: A two-layer ReLU network condenses on a 1-d target
    seed: 1
    precision: float64
    data:
      train: {function: {of: "-relu(x) + relu(2*(x + 0.3))", x: {linspace: [-1, 1, 40]}}}
    model:
      layers:
        hidden: {dense: {units: 100, activation: relu, bias: true}}
        readout: {dense: {units: 1, activation: identity, bias: false}}
      loss: {mse: {factor: 1}}
    claims:
      fits: {expect: last(train.loss) < 1e-4, source: derived}

    """

  static let terminal = TerminalSummary(
    title: "A two-layer ReLU network condenses on a 1-d target", status: .complete, steps: 100_000, seconds: 48.2,
    claims: claims, facts: [ReportFact("result", "sha256:3b0c44298fc1c149")],
    metrics: TerminalSummary.metrics(of: metrics), curve: metrics.series("train.loss").last,
    bundlePath: "runs/condenses-9f2c41d0")
}
