import Reports
import Testing

@Suite struct ProgressTests {
  static let line = ProgressLine(
    step: 52_000, total: 100_000, epoch: 12, loss: 1.2341e-3,
    metrics: [.init("test.loss", 0.00234), .init("test.accuracy", 0.97)], stepsPerSecond: 12_345, secondsLeft: 200)

  @Test func `a line for a log`() {
    #expect(
      Self.line.plain()
        == "step 52000/100000 (52%)  epoch 12  loss 0.001234  test.loss 0.00234  test.accuracy 0.97  12.3k steps/s"
        + "  3 min 20 s left\n")
    #expect(ProgressLine(step: 7).plain() == "step 7\n")
    #expect(ProgressLine(label: "3/405", step: 7, loss: .nan).plain() == "3/405  step 7  loss nan\n")
  }

  static let live: [(width: Int, text: String)] = [
    (
      160,
      " 52% ━━━━━━━━────────  step  52000/100000  epoch 12  loss 0.001234  test.loss 0.00234  test.accuracy 0.97"
        + "  12.3k steps/s  3 min 20 s left"
    ),
    (90, " 52%  step  52000/100000  epoch 12  loss 0.001234  12.3k steps/s  3 min 20 s left"),
    (60, " 52%  step  52000/100000  loss 0.001234  3 min 20 s left"),
    (24, " 52%  step  52000/1000…"),
  ]

  @Test(arguments: live.indices) func `a line for a terminal keeps what matters most`(index: Int) {
    let expected = Self.live[index]
    #expect(Self.line.live(TerminalStyle(width: expected.width)) == "\r\(expected.text)\u{1B}[K")
  }

  @Test(arguments: 20...170) func `a live line never fills the last column`(width: Int) {
    let live = Self.line.live(TerminalStyle(width: width))
    #expect(live.unicodeScalars.count - 4 < width)
    let plain = Self.line.live(TerminalStyle(isPlain: true, width: width))
    #expect(plain.utf8.count == width && plain.hasPrefix("\r"))
    #expect(plain.utf8.dropFirst().allSatisfy { (32..<127).contains($0) })
  }

  @Test func `a hundred percent means done`() {
    #expect(ProgressLine(step: 99_999, total: 100_000).plain() == "step 99999/100000 (99%)\n")
    #expect(ProgressLine(step: 100_000, total: 100_000).plain() == "step 100000/100000 (100%)\n")
  }

  @Test func `a log gets a line each twentieth or half minute`() {
    var pace = ProgressPace(isLive: false, total: 1000, step: 0, seconds: 100)
    let moments: [(step: Int, seconds: Double)] = [(49, 101), (50, 102), (51, 103), (52, 132), (53, 150)]
    var due: [Bool] = []
    for moment in moments { due.append(pace.isDue(step: moment.step, seconds: moment.seconds)) }
    #expect(due == [false, true, false, true, false])
  }

  @Test func `a stage that begins moves the end, and time left is told from there`() throws {
    var pace = ProgressPace(isLive: false, total: 1, step: 0, seconds: 0)
    let endsFirst = pace.isDue(step: 1, seconds: 0.1)
    #expect(endsFirst)
    pace.total = 1001
    let lines = (2...101).filter { pace.isDue(step: $0, seconds: Double($0) / 10) }
    #expect(lines == [2, 51, 101])
    #expect(try #require(pace.rate(step: 101, seconds: 10.1)).secondsLeft == 90)
  }

  @Test func `a terminal gets ten lines a second`() {
    var pace = ProgressPace(isLive: true, total: nil, step: 0, seconds: 0)
    var lines = 0
    for step in 1...128 where pace.isDue(step: step, seconds: Double(step) / 32) { lines += 1 }
    #expect(lines == 32)
  }

  @Test func `rate and time left are those since the start`() throws {
    let pace = ProgressPace(isLive: true, total: 1000, step: 100, seconds: 10)
    #expect(pace.rate(step: 100, seconds: 11) == nil)
    let rate = try #require(pace.rate(step: 300, seconds: 14))
    #expect(rate.stepsPerSecond == 50)
    #expect(rate.secondsLeft == 14)
  }

  @Test func `what was there already says nothing about the pace`() throws {
    let pace = ProgressPace(isLive: false, total: 20, step: 0, seconds: 0)
    #expect(pace.rate(step: 10, leavingOut: 10, seconds: 0.1) == nil)
    let rate = try #require(pace.rate(step: 12, leavingOut: 10, seconds: 8))
    #expect(rate.secondsLeft == 32)
  }
}
