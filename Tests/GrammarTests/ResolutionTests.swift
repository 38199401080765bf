import Grammar
import SourceDiagnostics
import Testing

struct ResolutionTests {
  static let text = """
    condensespec: 1
    title: no
    x-note: {anything: [1, 017]}
    source: [a, {paper: b}]
    let: {m: 2*k, k: 50, cuts: [1, m/2]}
    target: relu(x1)*(m - 1) - x^2
    model:
      layers:
        hidden: {dense: {units: m, activation: {leaky_relu: 1/4}}}
        read-out: {dense: {units: 1, bias: m < 3}}
    init:
      hidden: {normal: {std: fan_in^-(1/2)}}
      read-out.bias: zeros
    train:
      optimizer: {sgd: {learning_rate: {warm_up: {steps: 10, then: 1e-3}}}}
      stop: {loss: 1e-6, steps: 5000}
    probes:
      size: {norm: hidden.weight}
      features: {condensation: {layer: hidden}, at: {every: m}}
      rank: {norm: {of: [hidden.weight, read-out.weight]}, at: [start, m, end]}
    claims:
      fits: last(train.loss) < 1e-4
      grows: {expect: "at(size, end) > m*at(size, start)", kind: published, source: "Figure 1: left"}
    """

  static let canonical = """
    condensespec: 1
    title: no
    source:
      - a
      - paper: b
    let:
      m: 100
      k: 50
      cuts: [1, 50]
    target: relu(x1)*99 - x^2
    model:
      layers:
        hidden:
          dense:
            units: 100
            activation:
              leaky_relu: 0.25
            bias: true
        read-out:
          dense:
            units: 1
            activation: tanh
            bias: false
      output_scale: 1
    init:
      hidden:
        normal:
          std: fan_in^-0.5
      read-out.bias: zeros
    train:
      optimizer:
        sgd:
          learning_rate:
            warm_up:
              steps: 10
              then: 0.001
          momentum: 0
      batch: full
      stop:
        steps: 5000
        loss: 1e-6
    probes:
      size:
        norm: [hidden.weight]
        at: [end]
      features:
        condensation:
          layer: hidden
          cut: 0.9
        at:
          every: 100
      rank:
        norm: [hidden.weight, read-out.weight]
        at: [start, 100, end]
    claims:
      fits:
        expect: last(train.loss) < 0.0001
        kind: derived
      grows:
        expect: at(size, end) > 100*at(size, start)
        kind: published
        source: "Figure 1: left"
    x-note:
      anything: [1, 017]

    """

  @Test func `a document resolves to canonical text and typed values`() throws {
    let outcome = SampleOutcome(Self.text)
    #expect(outcome.text == [])
    let resolved = try #require(outcome.resolved)
    #expect(resolved.yaml() == Self.canonical)
    let spec = try #require(resolved.value)
    #expect(spec.model.layers.map(\.name.value) == ["hidden", "read-out"])
    #expect(spec.model.layers[0].value.text == "dense(units: 100, activation: {leaky_relu: 0.25}, bias: true)")
    #expect(outcome.sources.text(spec.model.layers[0].value.kind.range) == "dense")
    #expect(outcome.sources.text(spec.training.stop[0].range) == "steps: 5000")
    guard case .normal(let std?, nil) = spec.initializers[0].value else {
      Issue.record("the initializer is not the normal one")
      return
    }
    var diagnostics = Diagnostics()
    #expect(std.value([("fan_in", 16), ("fan_out", 2)], into: &diagnostics) == 0.25)
    #expect(std.value([("fan_out", 2)], into: &diagnostics) == nil)
    #expect(diagnostics.list.map(\.message) == ["unknown name `fan_in`"])
  }

  @Test func `the resolved text resolves to itself`() {
    let again = SampleOutcome(Self.canonical)
    #expect(again.text == [])
    #expect(again.resolved?.yaml() == Self.canonical)
    let bare = again.resolved?.yaml(notes: false) ?? ""
    #expect(!bare.contains("x-note") && !bare.contains("source:\n"))
    #expect(SampleOutcome(bare).resolved?.yaml() == bare)
  }

  @Test func `every value says where it comes from`() throws {
    let outcome = SampleOutcome(Self.text, overrides: ["train.stop.steps=2*m", "let.k=3"])
    #expect(outcome.text == [])
    let rows = try #require(outcome.resolved).provenance(in: outcome.sources).map {
      "\($0.path) \($0.value) \($0.origin)"
    }
    for row in [
      "condensespec 1 spec.yaml:1:15", "let.m 6 spec.yaml:5:10", "let.k 3 --set let.k=3",
      "let.cuts [1, 3] spec.yaml:5:28",
      "model.layers.read-out.dense.activation tanh default", "model.layers.read-out.dense.bias false spec.yaml:10:40",
      "train.stop.steps 12 --set train.stop.steps=2*m", "probes.size.at [end] default",
      "claims.fits.kind derived default",
    ] {
      // Columns of rows from the file are those of the text above.
      #expect(rows.contains(row), "\(row)")
    }
    #expect(rows.count == Set(rows).count)
  }

  @Test func `an override by its provenance path changes that value`() throws {
    let outcome = SampleOutcome(Self.text)
    let rows = try #require(outcome.resolved).provenance(in: outcome.sources)
    for row in rows where row.path.description != "condensespec" && row.value != "{}" {
      let changed = SampleOutcome(Self.canonical, overrides: ["\(row.path)=\(row.value)"])
      #expect(changed.text == [], "\(row.path)=\(row.value)")
      #expect(changed.resolved?.yaml() == Self.canonical, "\(row.path)=\(row.value)")
    }
  }

  @Test func `what stands at one place in an expression points there`() {
    let outcome = SampleOutcome(Self.text.replacing("x^2", with: "x^tow"))
    #expect(outcome.text == ["6:30 unknown-name unknown name `tow`"])
    #expect(outcome.diagnostics.first?.path?.description == "target")
  }
}
