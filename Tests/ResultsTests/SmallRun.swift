import Results

/// A run of a few files, with parts to vary.
struct SmallRun {
  var name = "small"
  var resolved = "condensespec: 1\nlet:\n  m: 10\n"
  var numerics = 1
  var rows: [ProvenanceRow] = [
    ProvenanceRow(path: "condensespec", value: "1", origin: "small.yaml:1:15"),
    ProvenanceRow(path: "let.m", value: "10", origin: "small.yaml:3:6"),
  ]
  var metrics: [(step: Int, loss: Double)] = [(0, 1.0), (10, 0.25), (20, 0.125)]
  var weight: [Float] = [1, 2, 3, 4]
  var trace: [(step: Int, tensor: String, digest: String)] = [
    (0, "hidden.weight", "aa"), (10, "hidden.weight", "bb"), (20, "hidden.weight", "cc"),
  ]
  var verdict = "pass"
  var margin = 0.5
  /// Why the claim is not reproduced; nil where the spec does not say so.
  var reason: String?
  var isa = "avx2"
  var version = "1.0"
  var data: [RunIdentity.Datum] = []
  /// A probe that is exact only up to a tolerance.
  var singularValues: [Double] = [2, 1]

  var identity: RunIdentity {
    RunIdentity(specName: name, resolvedSpec: Array(resolved.utf8), data: data, numerics: numerics)
  }

  /// Writes everything but the end.
  func fill(_ writer: inout BundleWriter) throws {
    try writer.write("# as written\n" + resolved, to: .sourceSpec)
    try writer.write(resolved, to: .resolvedSpec)
    try writer.write(Provenance.json(rows), to: .provenance)
    try writer.append(CSVRow.heading(["step", "train.loss"]), to: .metrics)
    for row in metrics {
      try writer.append(CSVRow([.integer(row.step), .number(row.loss)]).line, to: .metrics)
    }
    try writer.append(Trace.heading, to: .trace)
    for row in trace {
      try writer.append(Trace.line(step: row.step, tensor: row.tensor, digest: row.digest), to: .trace)
    }
    try writer.write(NumericArray(weight, shape: [2, 2]), to: .probeArray("features", "step-000020"))
    let spectrum = BundleFile.probeArray("spectrum", "step-000020")
    try writer.write(
      NumericArray(singularValues, shape: [2]),
      to: spectrum.classed(.tolerance(Tolerance(absolute: 1e-12, relative: 1e-9))))
    try writer.write(
      [NamedArray("hidden.weight", NumericArray(weight, shape: [2, 2]))], metadata: [("step", "20")],
      to: .checkpoint(step: 20))
    try writer.write(
      [
        .object(
          [("name", "fits"), ("text", "last(train.loss) < 1"), ("verdict", .string(verdict)), ("margin", .number(margin))]
            + (reason.map { [("not_reproduced", .string($0))] } ?? []))
      ], to: .claims)
    try writer.write("<svg/>", to: .figure("loss"))
    let environment = RunEnvironment(
      version: version, isa: isa, threads: 2, processor: "p", system: "s", host: "h",
      started: "2026-01-01T00:00:00Z", seconds: 1.5)
    try writer.write(environment.json, to: .environment)
    try writer.append("{\"event\":\"start\"}\n", to: .log)
  }

  func write(under root: String, _ status: RunStatus = .complete) throws -> FinishedRun {
    var writer = try BundleWriter(identity, under: root)
    try fill(&writer)
    return try writer.finish(status, detail: ["stopped_by": "steps"])
  }
}
