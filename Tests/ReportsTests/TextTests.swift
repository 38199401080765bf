import Foundation
import Reports
import Testing

@Suite struct TextTests {
  static let rounding: [(number: Double, digits: Int, text: String)] = [
    (0, 5, "0"), (-0.0, 5, "0"), (1, 5, "1"), (-1.5, 5, "-1.5"), (0.1 + 0.2, 5, "0.3"),
    (2.0 / 3, 3, "0.667"),
    (999_999.6, 6, "1e6"), (99_999.6, 5, "100000"), (0.00012345, 3, "0.000123"), (0.000012345, 3, "1.23e-5"),
    (9.9996, 4, "10"), (123_456, 5, "123460"), (1_234_567, 5, "1.2346e6"), (1e21, 5, "1e21"), (.leastNonzeroMagnitude, 2, "5e-324"),
    (.nan, 5, "nan"), (.infinity, 5, "inf"), (-.infinity, 5, "-inf"), (0.125, 2, "0.13"), (1e-5, 1, "1e-5"),
  ]

  @Test(arguments: rounding.indices) func `a number is rounded in decimal`(index: Int) {
    let row = Self.rounding[index]
    #expect(ReadableNumber.text(row.number, digits: row.digits) == row.text)
  }

  @Test func `decimal digits say what the number is`() {
    var numbers = Numbers(seed: 2)
    for _ in 0..<2_000 {
      let number = numbers.bell() * DecimalLogarithm.power(Int(numbers.next() * 600) - 300)
      let text = DecimalText(number)
      #expect(Double(text.plain()) == number && Double(text.scientific) == number)
      #expect(Double(text.rounded(significant: 17).readable) == number)
    }
    #expect(DecimalText(2.5).rounded(decimals: 0).plain() == "3")
    #expect(DecimalText(0.004).rounded(decimals: 2).plain() == "0")
    #expect(DecimalText(0.996).rounded(decimals: 2).plain() == "1")
    #expect(DecimalText(0.05).rounded(decimals: 1).plain(decimals: 2) == "0.10")
    #expect(DecimalText(coefficient: -25, power: -1).plain(decimals: 2) == "-2.50")
    #expect(DecimalText(coefficient: 5, power: 3).plain() == "5000")
  }

  @Test func `the logarithm is right to fourteen digits`() {
    var numbers = Numbers(seed: 4)
    for _ in 0..<5_000 {
      let number = (0.1 + numbers.next()) * DecimalLogarithm.power(Int(numbers.next() * 600) - 300)
      let expected = log10(number)
      #expect((DecimalLogarithm.of(number) - expected).magnitude <= 1e-14 * max(1, expected.magnitude))
    }
    for k in -307...308 {
      #expect(DecimalLogarithm.wholeDecade(DecimalLogarithm.power(k)) == k)
      #expect(DecimalLogarithm.wholeDecade(DecimalLogarithm.power(k).nextDown) == k - 1)
    }
  }

  static let durations: [(seconds: Double, text: String)] = [
    (0, "0 s"), (0.44, "0.4 s"), (9.94, "9.9 s"), (9.96, "10 s"), (59.4, "59 s"), (60, "1 min 00 s"),
    (200, "3 min 20 s"), (7500, "2 h 05 min"), (273_600, "3 d 4 h"), (-1, "?"), (.nan, "?"), (.infinity, "?"),
  ]

  @Test(arguments: durations.indices) func `a duration`(index: Int) {
    #expect(ReadableNumber.duration(seconds: Self.durations[index].seconds) == Self.durations[index].text)
  }

  static let margins: [(number: Double, margin: Double?, text: String)] = [
    (0.0686523, -0.0027, "0.06865"), (0.999996123, 3.9e-6, "0.999996"), (1.0000000004, -4e-10, "1.0000000004"),
    (0.123456789, nil, "0.1235"), (18, 0, "18"), (0.1 + 0.2, 0, "0.30000000000000004"), (123_456, 1, "123456"),
    (1.25e-13, 8.75e-13, "1.25e-13"), (.nan, nil, "nan"), (2.5, .infinity, "2.5"), (0, 1e-12, "0"),
  ]

  @Test(arguments: margins.indices) func `a number shows on which side of its bound it lies`(index: Int) {
    let row = Self.margins[index]
    #expect(ReadableNumber.text(row.number, margin: row.margin) == row.text)
  }

  @Test func `counts and rates`() {
    #expect([0, 7, 999, 1000, 25_450, -1_234_567].map(ReadableNumber.count) == [
      "0", "7", "999", "1,000", "25,450", "-1,234,567",
    ])
    #expect(ReadableNumber.counted(1, "step") == "1 step" && ReadableNumber.counted(0, "step") == "0 steps")
    #expect([0.523, 52, 999, 12_345, 1.5e6, 2e10, .nan].map(ReadableNumber.rate) == [
      "0.523", "52", "999", "12.3k", "1.5M", "20G", "?",
    ])
  }

  static let names: [(names: [String], common: String, distinct: [String])] = [
    (["train.loss", "test.loss"], "loss", ["train", "test"]),
    (["probe.a.rank", "probe.b.rank"], "probe.rank", ["a", "b"]),
    (["train.loss", "train.accuracy"], "train", ["loss", "accuracy"]),
    (["loss"], "", ["loss"]),
    ([], "", []),
    (["loss", "loss"], "", ["loss", "loss"]),
    (["train.loss", "train.loss.smooth"], "", ["train.loss", "train.loss.smooth"]),
    (["gamma=1.5 seed=1 loss", "gamma=1.5 seed=2 loss"], "gamma=1.5 loss", ["seed=1", "seed=2"]),
    (["hidden at step 0", "hidden at step 1580"], "hidden at step", ["step 0", "step 1580"]),
    (["train.loss, a", "train.loss, again"], "train.loss", ["a", "again"]),
    (["gamma = 0.4, m = 40, seed = 1", "gamma = 1.3, m = 80, seed = 1"], "seed = 1; gamma, m", ["0.4, 40", "1.3, 80"]),
    (["a b", "a b c"], "", ["a b", "a b c"]),
    (["", "a"], "", ["", "a"]),
  ]

  @Test(arguments: names.indices) func `a legend names what differs`(index: Int) {
    let row = Self.names[index]
    let names = DistinctNames(row.names)
    #expect(names.common == row.common)
    #expect(names.distinct == row.distinct)
  }

  @Test func `markup has no way out of text`() {
    #expect(Markup.escaped("a<b>&\"'c") == "a&lt;b&gt;&amp;&quot;&#39;c")
    #expect(Markup.escaped("\u{0}\u{1B}\u{85}\u{FFFE}\t\n\r") == "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\t\n")
    #expect(Markup.escaped("γ′ 学") == "γ′ 学")
  }

  static let prose: [(String, String)] = [
    ("plain", "plain"), ("`a` and `b<c`", "<code>a</code> and <code>b&lt;c</code>"), ("`", "`"), ("a ` b", "a ` b"),
    ("`a` ` b", "<code>a</code> ` b"), ("``", "``"), ("``x`", "`<code>x</code>"), ("`a\nb` `c`", "`a\nb<code> </code>c`"),
    ("<b>`</b>`", "&lt;b&gt;<code>&lt;/b&gt;</code>"), ("", ""),
  ]

  @Test(arguments: prose) func `names in backticks become code, and all else is escaped`(_ text: String, _ expected: String) {
    #expect(Markup.prose(text) == expected)
  }
}
