import DataStore
import ExperimentGraph
import Grammar
import Kernels
import SourceDiagnostics
import TensorGraph

/// Sequences of the anchor task: noise, a key, two anchors, and the answer as a class.
struct AnchorDataset: DatasetSource {
  /// The dataset whose task is meant; its own words may not be given beside it.
  let like: Located<String>?
  let items: Located<[Int]>?
  let shifts: Located<[Int]>?
  let length: Located<Int>?
  let exceptions: Located<[AnchorException]>?
  let heldOut: Located<[AnchorPair]>?
  let vocabulary: Located<Int>?
  /// The pairs that appear, in turn; all but those held out if there are none.
  let pairs: Located<[AnchorPair]>?
  let answer: Int?
  let split: Located<KeySplit>?
  let count: Int

  func content(_ site: DatasetSite, _ diagnostics: inout Diagnostics) -> DatasetContent? {
    guard let task = task(site, &diagnostics) else { return nil }
    let used = pairs?.value ?? task.allPairs.filter { !task.heldOut.contains($0) }
    guard check(task, used, site, &diagnostics) else { return nil }
    let places = task.placedKeys(split?.value)
    if places.isEmpty {
      diagnostics.report(
        Diagnostic(
          .outOfRange, "no key belongs to this part of the split", at: split?.range ?? site.range, help: "take another modulus"))
      return nil
    }
    let stream = site.stream("sequences")
    let (count, length, vocabulary, answer) = (count, task.length, task.vocabulary, answer)
    return DatasetContent(
      count: count, inputShape: [length], targetShape: [vocabulary], classes: vocabulary, digests: [],
      loadingBytes: count * (8 * length + vocabulary), heldBytes: 4 * places.count,
      load: { () throws(DataFailure) in
        var tokens = [Double](repeating: 0, count: count * length)
        var classes = [UInt8](repeating: 0, count: count * vocabulary)
        for number in 0..<count {
          let own = stream.substream(UInt64(number))
          let pair = used[number % used.count]
          let (place, key) = task.placedKey(places[own.integer(below: places.count, at: 0)])
          for index in 0..<length {
            tokens[number * length + index] = Double(
              task.items.lowerBound + own.integer(below: task.items.count, at: UInt64(1 + index)))
          }
          for (index, token) in [key, pair.first, pair.second].enumerated() { tokens[number * length + place + index] = Double(token) }
          classes[number * vocabulary + key + (answer ?? task.shift(of: pair))] = 1
        }
        return Samples(inputs: .numbers(tokens), targets: .bytes(classes, divisor: 1))
      })
  }

  /// The task in the dataset's own words, or that of the dataset it names.
  private func task(_ site: DatasetSite, _ diagnostics: inout Diagnostics) -> AnchorTask? {
    guard let like else { return ownTask(site, &diagnostics) }
    if let own = ownWords.first {
      diagnostics.report(
        Diagnostic(
          .conflictingKeys, "the task is that of `\(like.value)`, and has its `\(own.key)` from there", at: own.range,
          related: [Label(like.range, "the same task as")], help: "take `\(own.key)` away, or state the whole task here"))
      return nil
    }
    let all = site.others.map(\.name)
    guard let other = site.others.first(where: { $0.name == like.value }) else {
      diagnostics.report(
        Diagnostic(
          .unknownData, "there is no dataset `\(like.value)`", at: like.range, help: spellingHelp(for: like.value, among: all)))
      return nil
    }
    guard let source = other.source as? AnchorDataset, source.like == nil else {
      let anchors = site.others.filter { ($0.source as? AnchorDataset)?.like == nil && $0.source is AnchorDataset }.map(\.name)
      diagnostics.report(
        Diagnostic(
          .unknownData, "the dataset `\(like.value)` does not state a task of anchors", at: like.range,
          help: anchors.first.map { "name `\($0)`" } ?? "state `items`, `shifts` and `length` in one of them"))
      return nil
    }
    return source.ownTask(site, &diagnostics)
  }

  /// The words of the task that are given here.
  private var ownWords: [(key: String, range: SourceRange)] {
    [
      ("items", items?.range), ("shifts", shifts?.range), ("length", length?.range), ("exceptions", exceptions?.range),
      ("held_out", heldOut?.range), ("vocabulary", vocabulary?.range),
    ].compactMap { key, range in range.map { (key, $0) } }
  }

  private func ownTask(_ site: DatasetSite, _ diagnostics: inout Diagnostics) -> AnchorTask? {
    let ends = items?.value ?? [20, 99]
    guard ends[0] <= ends[1] else {
      diagnostics.report(
        Diagnostic(
          .outOfRange, "the items go from \(ends[0]) down to \(ends[1])", at: items?.range ?? site.range,
          help: "write `[\(ends[1]), \(ends[0])]`"))
      return nil
    }
    return AnchorTask(
      items: ends[0]...ends[1], shifts: shifts?.value ?? AnchorTask.publishedShifts, length: length?.value ?? 9,
      exceptions: exceptions?.value ?? [], heldOut: heldOut?.value ?? [], vocabulary: vocabulary?.value ?? 201)
  }

  /// Whether every sequence can be drawn and every answer is a token.
  private func check(
    _ task: AnchorTask, _ used: [AnchorPair], _ site: DatasetSite, _ diagnostics: inout Diagnostics
  ) -> Bool {
    let anchors = task.shifts.count
    for (pair, range) in namedPairs where max(pair.first, pair.second) > anchors {
      diagnostics.report(
        Diagnostic(
          .outOfRange, "there are \(anchors) anchors, and [\(pair.first), \(pair.second)] names another", at: range,
          help: "anchors count from 1 to \(anchors), one for each of the `shifts`"))
      return false
    }
    func refuse(_ message: String, _ range: SourceRange?, _ help: String) -> Bool {
      diagnostics.report(Diagnostic(.outOfRange, message, at: range ?? site.range, help: help))
      return false
    }
    if task.items.lowerBound <= anchors {
      return refuse(
        "item \(task.items.lowerBound) is an anchor: these are the tokens 1 to \(anchors)", items?.range,
        "let the items begin at \(anchors + 1) or later")
    }
    if used.isEmpty { return refuse("every pair is held out: there are no sequences", heldOut?.range, "leave a pair in") }
    let sums = used.map { answer ?? task.shift(of: $0) }
    let lowest = task.items.lowerBound + (sums.min() ?? 0)
    let highest = max(task.items.upperBound + (sums.max() ?? 0), task.items.upperBound)
    if lowest < 0 {
      return refuse("the answer to item \(task.items.lowerBound) would be \(lowest)", items?.range, "let the items begin later")
    }
    if highest >= task.vocabulary {
      return refuse(
        "tokens and answers go up to \(highest), and the vocabulary ends at \(task.vocabulary - 1)", vocabulary?.range,
        "write `vocabulary: \(highest + 1)`")
    }
    guard count * (task.length + task.vocabulary) <= Limits.dataNumbers else {
      diagnostics.report(
        Diagnostic(
          .memoryLimit, "these sequences are more than \(Limits.grouped(Limits.dataNumbers)) numbers, the most of a dataset",
          at: site.range, help: "take fewer sequences"))
      return false
    }
    return true
  }

  /// Every pair that is named here, and where.
  private var namedPairs: [(AnchorPair, SourceRange)] {
    let named = [pairs, heldOut].compactMap { $0 }.flatMap { list in list.value.map { ($0, list.range) } }
    return named + (exceptions.map { list in list.value.map { ($0.pair, list.range) } } ?? [])
  }

  static let entry = Entry<any DatasetSource>(
    "anchor_composition",
    "Sequences with a key and two anchors behind it among noise; the class is the key plus what the two anchors add.",
    source: "arXiv:2405.05409",
    example: "{anchor_composition: {exceptions: [{pair: [3, 4], shift: -6}], held_out: [[4, 3]], sequences: 1000}}",
    .maybe(
      "like", .located(.text),
      "Another such dataset whose task is meant: its items, shifts, length, exceptions, held-out pairs and vocabulary."),
    .maybe(
      "items", .located(.list(of: .integer(0...65_535), count: 2...2)),
      "First and last token of keys and noise; [20, 99] if nothing is said."),
    .maybe(
      "shifts", .located(.list(of: .integer(-65_536...65_536), count: 1...64)),
      "What anchor 1, 2, … adds to the key; [5, 1, -2, -8] if nothing is said."),
    .maybe("length", .located(.integer(3...1024)), "Tokens of a sequence; 9 if nothing is said."),
    .maybe(
      "exceptions", .located(.list(of: .record(AnchorException.record), count: 1...4096)),
      "Pairs whose answer is not the sum of what they add."),
    .maybe(
      "held_out", .located(.list(of: .anchorPair, count: 1...4096)), "Pairs that only a dataset with `pairs` shows."),
    .maybe("vocabulary", .located(.integer(2...65_536)), "Number of tokens, which are the classes; 201 if nothing is said."),
    .maybe(
      "pairs", .located(.list(of: .anchorPair, count: 1...4096)),
      "The pairs of anchors that appear, in turn; all but those held out if nothing is said."),
    .maybe("answer", .integer(-100_000...100_000), "What is right to add to the key here, whatever the pair."),
    .maybe("split", .located(.record(KeySplit.record)), "Which keys may stand at which place; all if nothing is said."),
    .required("sequences", .integer(1...Limits.dataNumbers), "How many.")
  ) {
    AnchorDataset(
      like: $0, items: $1, shifts: $2, length: $3, exceptions: $4, heldOut: $5, vocabulary: $6,
      pairs: $7, answer: $8, split: $9, count: $10)
  }
}
