import Grammar
import Testing

struct ValueTypeTests {
  private static let pair = Cell.language(
    ValueType<[Double]>.list(of: .number(0...), count: 2...3).map { $0.map(canonicalNumber).joined(separator: " ") })
  private static let flag = Cell.language(ValueType<Bool>.flag.map { "\($0)" })
  private static let many = Cell.language(ValueType<[Int]>.oneOrMany(of: .integer(1...8)).map { "\($0)" })
  private static let word = Cell.language(
    ValueType<Either<Int, SampleClaimKind>>.either(.integer(0...), .choice(SampleClaimKind.self)).map { choice in
      switch choice {
      case .first(let count): "count \(count)"
      case .second(let kind): "kind \(kind)"
      }
    })
  private static let layer = Cell.language(ValueType<Built<SampleLayer>>.built(sampleLayers).map(\.text))

  static let rows: [(Language<Cell>, Row)] = [
    (pair, Row("[1, 2]", "1 2")), (pair, Row("[m, 2*m, 1/2]", "3 6 0.5", lets: "{m: 3}")),
    (pair, Row("ab", "1 4", lets: "{ab: [1, c], c: 4}")),
    (pair, Row("[1]", "out-of-range at `[1]`: `value` must have at least 2 elements, found 1")),
    (pair, Row("[1, -1]", "out-of-range at `-1`: element 2 of `value` must be ≥ 0, found -1")),
    (pair, Row("[1, [2]]", "wrong-type at `[2]`: expected a number ≥ 0 for element 2 of `value`, found a list")),
    (pair, Row("ab", "out-of-range at `ab`: the list `ab` must have at least 2 elements, found 1", lets: "{ab: [1]}")),
    (pair, Row("m", "wrong-expression-type at `m`: expected a list for `value`, found a number: `m`", lets: "{m: 1}")),
    (flag, Row("true", "true")), (flag, Row("m > 2", "true", lets: "{m: 3}")),
    (flag, Row("t", "false", lets: "{t: 1 > 2}")),
    (
      flag,
      Row("m", "wrong-expression-type at `m`: expected a truth value for `value`, found a number: `m`", lets: "{m: 3}")
    ),
    (flag, Row("maybe", "wrong-type at `maybe`: expected `true` or `false` for `value`, found `maybe`")),
    (many, Row("3", "[3]")), (many, Row("[3, 4]", "[3, 4]")), (many, Row("[]", "[]")),
    (many, Row("9", "out-of-range at `9`: `value` must be from 1 to 8, found 9")),
    (many, Row("1e17", "out-of-range at `1e17`: `1e17` is too large for an integer; the largest is 9007199254740992")),
    (word, Row("3", "count 3")), (word, Row("2*m", "count 4", lets: "{m: 2}")), (word, Row("derived", "kind derived")),
    (
      word,
      Row(
        "derivd",
        "wrong-type at `derivd`: expected an integer ≥ 0, or one of `published`, `derived` for `value`, found `derivd`")
    ),
    (
      layer,
      Row("{dense: {units: 2, activation: leaky_relu}}", "dense(units: 2, activation: {leaky_relu: 0.01}, bias: true)")
    ),
    (layer, Row("{dense: 2}", "wrong-type at `2`: expected a mapping of its options for `dense`, found `2`")),
    (layer, Row("[dense]", "wrong-type at `[dense]`: expected a layer (`dense`) for `value`, found a list")),
    (layer, Row("{}", "wrong-type at `{}`: expected a layer (`dense`) for `value`, found an empty mapping")),
  ]

  @Test(arguments: rows) func `a type reads its texts and refuses others`(_ language: Language<Cell>, _ row: Row) {
    #expect(row.outcome(of: language) == row.expected)
  }

  @Test func `a long chain of names is evaluated, and a long cycle is found`() {
    let chain = (0..<4000).map { "a\($0): a\($0 + 1)" }.joined(separator: ", ")
    #expect(Row("a0", "", lets: "{\(chain), a4000: 7}").outcome(of: Cell.number) == "7")
    #expect(Row("a0", "", lets: "{\(chain), a4000: a0}").outcome(of: Cell.number).hasPrefix("let-cycle at `a0`"))
  }

  @Test func `a kind written as a value is told how to stand`() {
    let outcome = SampleOutcome(DecodingTests.document(optimizer: "{type: adam, beta1: 0.9}"))
    #expect(outcome.diagnostics.first?.help == "the kind is the key, its options are the value: `{adam: {…}}`")
  }
}
