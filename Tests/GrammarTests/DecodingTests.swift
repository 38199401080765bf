import Grammar
import SourceDiagnostics
import Testing

/// A wrong text and what is reported, as `line:column code message`.
struct WrongText: Sendable, CustomTestStringConvertible {
  let name: String
  let text: String
  let expected: [String]

  init(_ name: String, _ text: String, _ expected: [String]) {
    self.name = name
    self.text = text
    self.expected = expected
  }

  /// Only the value of one key of a right document is wrong; it stands on line 1, from column 1.
  var testDescription: String { name }
}

struct DecodingTests {
  /// Replaces pieces of a right document.
  static func document(
    lets: String = "{m: 10}", layers: String = "{hidden: {dense: {units: m}}}", initial: String = "{}",
    optimizer: String = "adam", batch: String = "full", stop: String = "{steps: 10}", probes: String = "{}",
    claims: String = "{}", extra: String = ""
  ) -> String {
    """
    condensespec: 1
    let: \(lets)
    model: {layers: \(layers)}
    init: \(initial)
    train:
      optimizer: \(optimizer)
      batch: \(batch)
      stop: \(stop)
    probes: \(probes)
    claims: \(claims)
    \(extra)
    """
  }

  @Test func `the frame of the tables is right`() {
    #expect(SampleOutcome(Self.document()).text == [])
  }

  static let keys: [WrongText] = [
    WrongText(
      "misspelt key", document(optimizer: "{adam: {learning_rte: 0.1}}"),
      ["6:22 unknown-key unknown key `learning_rte` in `adam`"]),
    WrongText(
      "option of another kind", document(optimizer: "{sgd: {learning_rate: 1, beta1: 0.9}}"),
      ["6:39 misplaced-option `beta1` belongs to `adam`; you chose `sgd` on line 6"]),
    WrongText(
      "option beside its kind", document(optimizer: "{adam: , beta1: 0.9}"),
      ["6:23 misplaced-option `beta1` is an option of `adam` and stands beside it"]),
    WrongText(
      "two kinds", document(optimizer: "{adam: {}, sgd: {learning_rate: 1}}"),
      ["6:25 conflicting-keys `sgd` and `adam` are both chosen; there can be one optimizer"]),
    WrongText(
      "kind as a value", document(optimizer: "{type: adam, beta1: 0.9}"),
      ["6:15 unknown-kind `type` is not a kind of optimizer"]),
    WrongText("misspelt kind", document(optimizer: "adm"), ["6:14 unknown-kind unknown optimizer `adm`"]),
    WrongText(
      "misspelt kind with options", document(optimizer: "{adm: {beta1: 2, nonsense: 1}}"),
      ["6:15 unknown-kind unknown optimizer `adm`"]),
    WrongText(
      "section one level too high", document(extra: "optimizer: adam"),
      ["11:1 misplaced-option `optimizer` belongs in `train`"]),
    WrongText(
      "field of a probe inside its measurement", document(probes: "{p: {condensation: {layer: hidden, at: [0]}}}"),
      ["9:44 misplaced-option `at` belongs to `p`, further out"]),
    WrongText(
      "option of a measurement beside it", document(probes: "{p: {condensation: {layer: hidden}, cut: 0.5}}"),
      ["9:45 misplaced-option `cut` belongs in `condensation`"]),
    WrongText(
      "missing key", document(optimizer: "sgd"), ["6:14 missing-key `sgd` needs `learning_rate`"]),
    WrongText(
      "missing kind", document(probes: "{p: {at: [0]}}"),
      ["9:14 missing-key `p` does not say which measurement it is"]),
    WrongText(
      "both of an exclusive pair", document(initial: "{hidden: {normal: {std: 1, variance: 1}}}"),
      ["4:34 conflicting-keys give `std` or `variance`, not both"]),
    WrongText(
      "none of an exclusive pair", document(initial: "{hidden: normal}"),
      ["4:16 missing-key `normal` needs `std` or `variance`"]),
    WrongText(
      "one unknown key instead of a required one", document(initial: "{hidden: {normal: {sigma: 1}}}"),
      ["4:26 unknown-key unknown key `sigma` in `normal`"]),
    WrongText(
      "names of layers",
      document(layers: "{1st: {dense: {units: 1}}, a/b: {dense: {units: 1}}, ../c: {dense: {units: 1}}}"),
      [
        "3:18 invalid-name `1st` cannot name a layer: it starts with a digit",
        "3:44 invalid-name `a/b` cannot name a layer: `/` is not one of letters, digits, `_` and `-`",
        "3:70 invalid-name `../c` cannot name a layer: `.` is not one of letters, digits, `_` and `-`",
      ]),
    WrongText(
      "names in let", document(lets: "{m: 1, a-b: 2, not: 3}"),
      [
        "2:13 invalid-name `a-b` cannot be declared: `-` is not one of letters, digits and `_`",
        "2:21 invalid-name `not` cannot be declared: `not` is a word of expressions",
      ]),
    WrongText(
      "too many values in order", document(initial: "{hidden: {uniform: [0, 1, 2]}}"),
      ["4:33 wrong-type `uniform` takes at most 2 values, found 3"]),
    WrongText(
      "too few values in order", document(initial: "{hidden: {uniform: [0]}}"),
      ["4:17 missing-key `uniform` needs `high`"]),
    WrongText(
      "options of a kind that has none", document(initial: "{hidden: {zeros: 3}}"),
      ["4:24 wrong-type `zeros` takes no options, found `3`"]),
    WrongText(
      "another version", "condensespec: 2\nnew_section: {a: 1}\n",
      ["1:15 language-version this program reads version 1 of the language, not `2`"]),
    WrongText(
      "no version", "model: {layers: {}}\ntrain: {optimizer: adam}\n",
      ["1:1 language-version the version of the language is missing"]),
  ]

  @Test(arguments: keys) func `a wrong key or kind is said once, where it is`(_ wrong: WrongText) {
    #expect(SampleOutcome(wrong.text).text == wrong.expected)
  }

  static let values: [WrongText] = [
    WrongText(
      "list for an integer", document(layers: "{h: {dense: {units: [1]}}}"),
      ["3:37 wrong-type expected an integer ≥ 1 for `units`, found a list"]),
    WrongText(
      "yes for a flag", document(layers: "{h: {dense: {units: 1, bias: yes}}}"),
      ["3:46 wrong-type expected `true` or `false` for `bias`, found `yes`"]),
    WrongText(
      "out of range", document(optimizer: "{adam: {beta1: 1}}"),
      ["6:29 out-of-range `beta1` must be ≥ 0 and < 1, found 1"]),
    WrongText(
      "out of range after evaluation", document(optimizer: "{adam: {beta1: m/2}}"),
      ["6:29 out-of-range `beta1` must be ≥ 0 and < 1, `m/2` is 5"]),
    WrongText(
      "not an integer", document(layers: "{h: {dense: {units: m/4}}}"),
      ["3:37 not-an-integer expected an integer for `units`, `m/4` is 2.5"]),
    WrongText(
      "nothing for a number", document(batch: ""),
      ["7:9 wrong-type expected an integer ≥ 1, or `full` for `batch`, found nothing"]),
    WrongText(
      "misspelt word", document(batch: "ful"),
      ["7:10 wrong-type expected an integer ≥ 1, or `full` for `batch`, found `ful`"]),
    WrongText(
      "a mapping for a list of names", document(probes: "{p: {norm: {of: {a: b}}}}"),
      ["9:25 wrong-type expected the name of a parameter, or a list of such for `of`, found a mapping"]),
    WrongText(
      "order of numbers", document(initial: "{hidden: {uniform: [m, 1]}}"),
      ["4:30 out-of-range `high` must be greater than `low`; they are 1 and 10"]),
    WrongText(
      "two mistakes far apart", document(initial: "{hidden: {uniform: [1]}}", batch: "0"),
      ["4:17 missing-key `uniform` needs `high`", "7:10 out-of-range `batch` must be ≥ 1, found 0"]),
    WrongText(
      "mapping written as text", document(extra: "title: [a]"),
      ["11:8 wrong-type expected a text for `title`, found a list"]),
  ]

  @Test(arguments: values) func `a wrong value is said once, where it is`(_ wrong: WrongText) {
    #expect(SampleOutcome(wrong.text).text == wrong.expected)
  }

  @Test func `text places take every scalar as it is written`() {
    for text in ["no", "1e-3", "017", "yes", "2026-11-23", "null", "12:30"] {
      let outcome = SampleOutcome(Self.document(extra: "title: \(text)"))
      #expect(outcome.text == [])
      #expect(outcome.resolved?.value?.title == text)
    }
  }

  @Test func `notes are kept anywhere and never judged`() {
    let outcome = SampleOutcome(
      Self.document(
        layers: "{x-a: [1], hidden: {dense: {units: 1, x-b: {c: ~}}, x-c: 1}}", probes: "{x-d: 017}",
        extra: "x-e: [a, {b: c}]"))
    #expect(outcome.text == [])
    let text = outcome.resolved?.yaml() ?? ""
    for note in ["x-a: [1]", "x-b:\n", "x-c: 1", "x-d: 017", "x-e:\n"] { #expect(text.contains(note), "\(note)") }
    #expect(outcome.resolved?.yaml(notes: false).contains("x-") == false)
  }

  @Test func `suggestions come with the change that mends the text`() {
    let outcome = SampleOutcome(Self.document(optimizer: "{adam: {learning_rte: 0.1}}"))
    #expect(outcome.diagnostics.first?.help == "did you mean `learning_rate`?")
    #expect(outcome.diagnostics.first?.fix?.replacement == "learning_rate")
    let misplaced = SampleOutcome(Self.document(optimizer: "{sgd: {learning_rate: 1, beta1: 0.9}}"))
    #expect(misplaced.diagnostics.first?.related.map(\.text) == ["`sgd` chosen here"])
  }
}
