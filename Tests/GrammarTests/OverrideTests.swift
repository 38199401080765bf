import Grammar
import SourceDiagnostics
import Testing

/// Overrides of a right document, and either a line of the resolved text or what is reported.
struct OverrideRow: Sendable, CustomTestStringConvertible {
  let override: String
  let expected: String

  init(_ override: String, _ expected: String) {
    self.override = override
    self.expected = expected
  }

  var testDescription: String { override }
}

struct OverrideTests {
  static let right: [OverrideRow] = [
    OverrideRow("let.m=200", "  m: 200"), OverrideRow("train.optimizer.adam.beta1=0.5", "      beta1: 0.5"),
    OverrideRow("train.optimizer={sgd: {learning_rate: 1}}", "    sgd:"),
    OverrideRow("model.layers.hidden.dense.units=2*m", "        units: 20"), OverrideRow("title=a = b", "title: a = b"),
    OverrideRow("probes.p.at[1]=7", "    at: [0, 7]"), OverrideRow("init.hidden.bias.normal.std=2", "      std: 2"),
    OverrideRow("init.\"hidden.weight\"=zeros", "  hidden.weight: zeros"),
    OverrideRow("train.stop.loss=1e-3", "    loss: 0.001"), OverrideRow("x-why=[1, 2]", "x-why: [1, 2]"),
  ]

  private static let text = DecodingTests.document(
    initial: "{hidden.bias: {normal: {std: 1}}}", probes: "{p: {norm: a.weight, at: [0, 1]}}")

  @Test(arguments: right) func `an override changes the tree`(_ row: OverrideRow) {
    let outcome = SampleOutcome(Self.text, overrides: [row.override])
    #expect(outcome.text == [])
    let lines = outcome.resolved?.yaml().split(separator: "\n").map(String.init) ?? []
    #expect(lines.contains(row.expected), "\(lines)")
  }

  static let wrong: [OverrideRow] = [
    OverrideRow("let.mm=3", "1:5 override-path `let` has no `mm`, and nothing would change"),
    OverrideRow("m=3", "1:1 override-path the spec has no key `m`, and `let` has a name"),
    OverrideRow("let.m", "1:1 override-path `let.m` sets nothing: there is no `=`"),
    OverrideRow("=3", "1:1 override-path the path before `=` is empty"),
    OverrideRow("let..m=3", "1:5 override-path a key is missing in the path"),
    OverrideRow("probes.p.at[x]=3", "1:12 override-path an index is written `[0]`"),
    OverrideRow(
      "probes.p.at[2]=3",
      "1:12 override-path the path does not fit the spec: what is before `[2]` has 2 elements, numbered from 0"),
    OverrideRow(
      "train.batch.size=3",
      "1:13 override-path the path does not fit the spec: what is before `size` is `full`, not a mapping"),
    OverrideRow(
      "train[0]=3",
      "1:6 override-path the path does not fit the spec: what is before `[0]` is a mapping, which has no elements"),
    OverrideRow("train.optimizer.adam.beta=0.5", "1:22 unknown-key unknown key `beta` in `adam`"),
    OverrideRow(
      "train.optimizer.sgd.momentum=0.5",
      "1:17 override-path the path does not fit the spec: what is before `sgd` is `adam`, not a mapping"),
    OverrideRow("train.batch=0", "1:13 out-of-range `batch` must be ≥ 1, found 0"),
    OverrideRow("let.m=n + 1", "1:7 unknown-name unknown name `n`"),
    OverrideRow("trian.batch=3", "1:1 unknown-key unknown key `trian` in the top level"),
    OverrideRow("train.batch=", "1:13 wrong-type expected an integer ≥ 1, or `full` for `batch`, found nothing"),
    OverrideRow("train.batch={", "1:14 yaml-syntax"),
  ]

  @Test(arguments: wrong) func `a wrong override is located in its own text`(_ row: OverrideRow) {
    let outcome = SampleOutcome(Self.text, overrides: [row.override])
    #expect(outcome.text.count == 1, "\(outcome.text)")
    #expect(outcome.text.first?.hasPrefix(row.expected) == true, "\(outcome.text)")
    #expect(outcome.diagnostics.first.map { outcome.sources[$0.primary.range.file].name } == "--set \(row.override)")
  }
}
