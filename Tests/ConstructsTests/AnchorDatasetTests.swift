import Constructs
import ExperimentGraph
import Testing

/// The anchor task: what every sequence has to be, and what is refused.
@Suite struct AnchorDatasetTests {
  private static let task = "exceptions: [{pair: [3, 4], shift: -6}], held_out: [[4, 3]]"
  private static let shifts = [5, 1, -2, -8]

  /// One sequence in words: where the key stands, the key, its two anchors and what the answer adds to it.
  private struct Sequence: Hashable {
    let place: Int
    let key: Int
    let pair: [Int]
    let shift: Int
  }

  private static func spec(_ train: String, _ test: String? = nil) -> ReadSpec {
    let others = test.map { ", test: {anchor_composition: {\($0)}}" } ?? ""
    return ReadSpec(
      """
      condensespec: 1
      data: {train: {anchor_composition: {\(train)}}\(others)}
      model:
        layers: {tokens: {embedding: {vocabulary: 201, units: 2}}, last: select_last, readout: {dense: {units: 201}}}
        loss: cross_entropy
      init: {default: lecun}
      train: {optimizer: {adamw: {learning_rate: 0.1}}, batch: 4, stop: {steps: 1}}

      """)
  }

  private static func sequences(_ name: String, _ read: ReadSpec) throws -> [Sequence] {
    let content = try #require(read.reader.graph?.datasets.first { $0.name == name }?.content)
    let samples = try content.load()
    let (tokens, classes) = (samples.inputs.doubles.map { Int($0) }, samples.targets.doubles)
    let (length, vocabulary) = (content.inputShape.count, content.targetShape.count)
    return try (0..<content.count).map { number in
      let row = Array(tokens[number * length..<(number + 1) * length])
      let answer = Array(classes[number * vocabulary..<(number + 1) * vocabulary])
      #expect(answer.filter { $0 == 1 }.count == 1 && answer.reduce(0, +) == 1)
      let first = try #require(row.firstIndex { $0 < 20 })
      #expect(row.filter { $0 < 20 }.count == 2 && row.allSatisfy { $0 < 100 })
      let key = row[first - 1]
      return Sequence(place: first - 1, key: key, pair: [row[first], row[first + 1]], shift: try #require(answer.firstIndex(of: 1)) - key)
    }
  }

  @Test func `a sequence is a key with two anchors behind it and their sum`() throws {
    let all = try Self.sequences("train", Self.spec("\(Self.task), sequences: 3000"))
    for sequence in all {
      let sum = Self.shifts[sequence.pair[0] - 1] + Self.shifts[sequence.pair[1] - 1]
      #expect(sequence.shift == (sequence.pair == [3, 4] ? -6 : sum))
      #expect((0...6).contains(sequence.place))
    }
    // Fifteen pairs in turn, never the one held out; every place and every key comes up.
    let pairs = Dictionary(grouping: all, by: \.pair)
    #expect(pairs.count == 15 && pairs[[4, 3]] == nil && pairs.values.allSatisfy { $0.count == 200 })
    #expect(Set(all.map(\.place)).count == 7 && Set(all.map(\.key)).count == 80)
  }

  @Test func `training and test share no key at a place`() throws {
    let read = Self.spec(
      "\(Self.task), split: {modulus: 9, part: train}, sequences: 3000", "like: train, split: {modulus: 9, part: test}, sequences: 3000")
    #expect(read.summary == [])
    for sequence in try Self.sequences("train", read) { #expect(sequence.key % 9 != sequence.place) }
    for sequence in try Self.sequences("test", read) {
      #expect(sequence.key % 9 == sequence.place && sequence.pair != [4, 3])
    }
  }

  @Test func `a held-out pair is shown where it is named, with the answer that is asked for`() throws {
    let read = Self.spec("\(Self.task), sequences: 60", "like: train, pairs: [[4, 3]], answer: -6, sequences: 50")
    for sequence in try Self.sequences("test", read) { #expect(sequence.pair == [4, 3] && sequence.shift == -6) }
    let composed = Self.spec("\(Self.task), sequences: 60", "like: train, pairs: [[4, 3]], sequences: 50")
    for sequence in try Self.sequences("test", composed) { #expect(sequence.shift == -10) }
  }

  @Test func `a wrong task is told once, however many data sets are like it`() {
    #expect(Self.spec("items: [20, 299], sequences: 1", "like: train, sequences: 1").summary == ["2 out-of-range"])
  }

  @Test func `a longer data set begins with the shorter one, and another seed draws others`() throws {
    let short = try Self.sequences("train", Self.spec("\(Self.task), sequences: 30"))
    let long = try Self.sequences("train", Self.spec("\(Self.task), sequences: 60"))
    #expect(Array(long.prefix(30)) == short)
    let read = Self.spec("\(Self.task), sequences: 30", "\(Self.task), sequences: 30")
    #expect(try Self.sequences("test", read) != short)
  }

  @Test(arguments: [
    ("items: [99, 20], sequences: 1", "out-of-range"), ("items: [4, 99], sequences: 1", "out-of-range"),
    ("items: [6, 99], sequences: 1", "out-of-range"), ("vocabulary: 100, sequences: 1", "out-of-range"),
    ("held_out: [[5, 1]], sequences: 1", "out-of-range"), ("shifts: [1], held_out: [[1, 1]], sequences: 1", "out-of-range"),
    ("items: [20, 20], split: {modulus: 20, part: train}, length: 3, sequences: 1", "out-of-range"),
    ("answer: 150, sequences: 1", "out-of-range"), ("answer: -50, sequences: 1", "out-of-range"),
    ("exceptions: [{pair: [1, 2], shift: 0}, {pair: [1, 2], shift: 1}], sequences: 1", "out-of-range"),
    ("like: nothing, sequences: 1", "unknown-data"), ("like: train, sequences: 1", "unknown-data"),
    ("like: train, length: 9, sequences: 1", "conflicting-keys"), ("sequences: 100000000", "memory-limit"),
  ]) func `a task that cannot be is refused`(words: String, code: String) {
    #expect(Self.spec(words).summary == ["2 \(code)"])
  }
}
