import Grammar
import SourceDiagnostics
import Testing

/// Recorded numbers for claims.
struct SampleReader: ClaimReader {
  func value(of name: String) -> ExpressionValue? {
    switch name {
    case "two": .number(2)
    case "bad": .number(.nan)
    case "huge": .number(.infinity)
    case "counts": .list([1, 2, 3])
    default: nil
    }
  }

  func call(_ function: String, _ arguments: [SeriesArgument]) -> ExpressionValue? {
    guard case .series(let series)? = arguments.first else { return nil }
    switch (function, series.name, arguments.dropFirst().first) {
    case ("last", "loss", nil): return .number(0.25)
    case ("last", "q.share", nil): return .number(series.arguments[0] * 2)
    case ("max", _, nil): return .number(8)
    case ("at", _, .moment(.step(let step))?): return .number(Double(step))
    case ("at", _, .moment(.named("narrow"))?): return .list([0, 1])
    default: return nil
    }
  }
}

/// A claim and what becomes of it: verdict, margin, evidence.
struct ClaimRow: Sendable, CustomTestStringConvertible {
  let text: String
  let expected: String

  init(_ text: String, _ expected: String) {
    self.text = text
    self.expected = expected
  }

  var testDescription: String { text }
}

struct JudgementTests {
  static let claims: [ClaimRow] = [
    ClaimRow("last(loss) < 1", "true 0.75: last(loss) = 0.25"),
    ClaimRow("last(loss) > 1", "false -0.75: last(loss) = 0.25"),
    ClaimRow("last(loss) <= 0.25", "true 0: last(loss) = 0.25"),
    ClaimRow("last(loss) == 0.25", "true 0: last(loss) = 0.25"),
    ClaimRow("last(loss) == 1", "false -0.75: last(loss) = 0.25"),
    ClaimRow("last(loss) != 1", "true 0.75: last(loss) = 0.25"),
    ClaimRow("last(loss) < 1 and two > 1.5", "true 0.5: last(loss) = 0.25; two = 2"),
    ClaimRow("last(loss) < 1 or two > 1.5", "true 0.75: last(loss) = 0.25; two = 2"),
    ClaimRow("last(loss) < 1 and two > 5", "false -3: last(loss) = 0.25; two = 2"),
    ClaimRow("not two > 5", "true 3: two = 2"),
    ClaimRow("last(q.share(0.75)) == 3/2", "true 0: last(q.share(0.75)) = 1.5"),
    ClaimRow("max(loss) > max(two, 3)", "true 5: max(loss) = 8; two = 2; max(two, 3) = 3"),
    ClaimRow("at(loss, 2*3) == 6", "true 0: at(loss, 6) = 6"),
    ClaimRow("at(loss, narrow) == [0, 1]", "true 0: at(loss, narrow) = [0, 1]"),
    ClaimRow("at(loss, narrow) == [0, 4]", "false -3: at(loss, narrow) = [0, 1]"),
    ClaimRow("at(loss, narrow) == [0]", "false none: at(loss, narrow) = [0, 1]"),
    ClaimRow("bad < 1", "undecided none: bad = nan"), ClaimRow("huge < 1", "false -inf: huge = inf"),
    ClaimRow("absent < 1", "undecided none: absent unknown"),
    ClaimRow("absent < 1 and two > 5", "false none: absent unknown; two = 2"),
    ClaimRow("absent < 1 or two > 1", "true none: absent unknown; two = 2"),
    ClaimRow("two/0 > 1", "true inf: two = 2; two/0 = inf"),
    ClaimRow("1 < 2", "true none: "),
    ClaimRow("(two + 1)*last(loss) < 1", "true 0.25: two = 2; last(loss) = 0.25; (two + 1)*last(loss) = 0.75"),
  ]

  @Test(arguments: claims) func `a claim is judged with margin and evidence`(_ row: ClaimRow) throws {
    let outcome = SampleOutcome(DecodingTests.document(claims: "{c: \"\(row.text)\"}"))
    #expect(outcome.text == [])
    let judgement = try #require(outcome.resolved?.value?.claims.first?.value.expect.judge(SampleReader()))
    let truth = judgement.truth.map { "\($0)" } ?? "undecided"
    let evidence = judgement.evidence.map { "\($0.text) " + ($0.value.map { "= \($0.text)" } ?? "unknown") }
    #expect(
      "\(truth) \(judgement.margin.map(canonicalNumber) ?? "none"): \(evidence.joined(separator: "; "))" == row.expected
    )
  }

  @Test func `what a claim reads can be judged before the run`() throws {
    let claim = "at(size, 10) > last(q.share(0.5)) and rank == max(loss, m) and at(size, end) < 1"
    let outcome = SampleOutcome(DecodingTests.document(claims: "{c: \"\(claim)\"}"))
    let expression = try #require(outcome.resolved?.value?.claims.first?.value.expect)
    let reads = expression.reads().map { read in
      "\(read.function ?? "value") \(read.series.text)" + (read.moment.map { " at \($0.value.text)" } ?? "")
    }
    #expect(reads == ["at size at 10", "last q.share(0.5)", "value rank", "value loss", "at size at end"])
    #expect(outcome.sources.text(expression.reads()[1].series.range) == "q.share(0.5)")
  }
}
