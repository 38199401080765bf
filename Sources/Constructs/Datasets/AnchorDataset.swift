import ExperimentGraph
import Grammar
import SourceDiagnostics

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
  let answer: Located<Int>?
  let split: Located<KeySplit>?
  let count: Int

  func content(_ site: DatasetSite, _ diagnostics: inout Diagnostics) -> DatasetContent? {
    guard let task = task(site, &diagnostics) else { return nil }
    let used = pairs?.value ?? task.allPairs.filter { !task.heldOut.contains($0) }
    guard check(task, used, site, &diagnostics) else { return nil }
    let places = task.placedKeys(split?.value)
    guard !places.isEmpty else {
      diagnostics.report(
        Diagnostic(
          .outOfRange, "no key belongs to this part of the split", at: split?.range ?? site.range, help: "take another modulus"))
      return nil
    }
    let draw = AnchorSequences(task: task, pairs: used, places: places, answer: answer?.value, count: count)
    let again = site.stream("sequences again")
    return draw.content(site.stream("sequences"), redrawn: { draw.content(again, redrawn: nil) })
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
    // What is wrong with the task is said where it is stated.
    var elsewhere = Diagnostics()
    return source.ownTask(site, &elsewhere)
  }

  /// The words of the task that are given here.
  private var ownWords: [(key: String, range: SourceRange)] {
    [
      ("items", items?.range), ("shifts", shifts?.range), ("length", length?.range), ("exceptions", exceptions?.range),
      ("held_out", heldOut?.range), ("vocabulary", vocabulary?.range),
    ].compactMap { key, range in range.map { (key, $0) } }
  }

  private func ownTask(_ site: DatasetSite, _ diagnostics: inout Diagnostics) -> AnchorTask? {
    let usual = AnchorTask.published
    let ends = items?.value ?? [usual.items.lowerBound, usual.items.upperBound]
    guard ends[0] <= ends[1] else {
      diagnostics.report(
        Diagnostic(
          .outOfRange, "the items go from \(ends[0]) down to \(ends[1])", at: items?.range ?? site.range,
          help: "write `[\(ends[1]), \(ends[0])]`"))
      return nil
    }
    let task = AnchorTask(
      items: ends[0]...ends[1], shifts: shifts?.value ?? usual.shifts, length: length?.value ?? usual.length,
      exceptions: exceptions?.value ?? usual.exceptions, heldOut: heldOut?.value ?? usual.heldOut,
      vocabulary: vocabulary?.value ?? usual.vocabulary)
    return judge(task, site, &diagnostics) ? task : nil
  }

  /// Whether the task's pairs are of its anchors, and its tokens and answers in its vocabulary.
  private func judge(_ task: AnchorTask, _ site: DatasetSite, _ diagnostics: inout Diagnostics) -> Bool {
    guard areAnchors(heldOut, task, &diagnostics) else { return false }
    let special = exceptions.map { Located($0.value.map(\.pair), at: $0.range) }
    guard areAnchors(special, task, &diagnostics) else { return false }
    if let special, let twice = special.value.indices.first(where: { special.value[..<$0].contains(special.value[$0]) }) {
      let pair = special.value[twice]
      return refuse("[\(pair.first), \(pair.second)] is an exception twice", special.range, "take one of them away", &diagnostics)
    }
    if task.items.lowerBound <= task.shifts.count {
      return refuse(
        "item \(task.items.lowerBound) is an anchor: these are the tokens 1 to \(task.shifts.count)", items?.range ?? site.range,
        "let the items begin at \(task.shifts.count + 1) or later", &diagnostics)
    }
    let sums = task.allPairs.map(task.shift)
    let lowest = task.items.lowerBound + (sums.min() ?? 0)
    let highest = task.items.upperBound + max(sums.max() ?? 0, 0)
    if lowest < 0 {
      return refuse(
        "the answer to item \(task.items.lowerBound) would be \(lowest)", items?.range ?? shifts?.range ?? site.range,
        "let the items begin later", &diagnostics)
    }
    if highest >= task.vocabulary {
      return refuse(
        "tokens and answers go up to \(highest), and the vocabulary ends at \(task.vocabulary - 1)", vocabulary?.range ?? site.range,
        "write `vocabulary: \(highest + 1)`", &diagnostics)
    }
    return true
  }

  private func areAnchors(_ pairs: Located<[AnchorPair]>?, _ task: AnchorTask, _ diagnostics: inout Diagnostics) -> Bool {
    let count = task.shifts.count
    guard let pairs, let stray = pairs.value.first(where: { max($0.first, $0.second) > count }) else { return true }
    return refuse(
      "there are \(count) anchors, and [\(stray.first), \(stray.second)] names another", pairs.range,
      "anchors count from 1 to \(count), one for each of the `shifts`", &diagnostics)
  }

  private func refuse(_ message: String, _ range: SourceRange, _ help: String, _ diagnostics: inout Diagnostics) -> Bool {
    diagnostics.report(Diagnostic(.outOfRange, message, at: range, help: help))
    return false
  }

  /// Whether what this dataset says besides its task can be.
  private func check(_ task: AnchorTask, _ used: [AnchorPair], _ site: DatasetSite, _ diagnostics: inout Diagnostics) -> Bool {
    guard areAnchors(pairs, task, &diagnostics) else { return false }
    if used.isEmpty {
      return refuse("every pair is held out: there are no sequences", heldOut?.range ?? site.range, "leave a pair in", &diagnostics)
    }
    let ends = [task.items.lowerBound, task.items.upperBound]
    if let answer, let item = ends.first(where: { !(0..<task.vocabulary).contains($0 + answer.value) }) {
      return refuse(
        "the answer to item \(item) would be \(item + answer.value), and the vocabulary is 0 to \(task.vocabulary - 1)", answer.range,
        "take an answer that leads to a token", &diagnostics)
    }
    return site.holds(count * (task.length + task.vocabulary), what: "sequences", &diagnostics)
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
      "First and last token of keys and noise; [\(AnchorTask.published.items.lowerBound), \(AnchorTask.published.items.upperBound)] if "
        + "nothing is said."),
    .maybe(
      "shifts", .located(.list(of: .integer(-65_536...65_536), count: 1...64)),
      "What anchor 1, 2, … adds to the key; \(AnchorTask.published.shifts) if nothing is said."),
    .maybe("length", .located(.integer(3...1024)), "Tokens of a sequence; \(AnchorTask.published.length) if nothing is said."),
    .maybe(
      "exceptions", .located(.list(of: .record(AnchorException.record), count: 1...4096)),
      "Pairs whose answer is not the sum of what they add."),
    .maybe(
      "held_out", .located(.list(of: .anchorPair, count: 1...4096)), "Pairs that only a dataset with `pairs` shows."),
    .maybe(
      "vocabulary", .located(.integer(2...65_536)),
      "Number of tokens, which are the classes; \(AnchorTask.published.vocabulary) if nothing is said."),
    .maybe(
      "pairs", .located(.list(of: .anchorPair, count: 1...4096)),
      "The pairs of anchors that appear, in turn; all but those held out if nothing is said."),
    .maybe("answer", .located(.integer(-65_536...65_536)), "What is right to add to the key here, whatever the pair."),
    .maybe("split", .located(.record(KeySplit.record)), "Which keys may stand at which place; all if nothing is said."),
    .required("sequences", .integer(1...Limits.dataNumbers), "How many.")
  ) {
    AnchorDataset(
      like: $0, items: $1, shifts: $2, length: $3, exceptions: $4, heldOut: $5, vocabulary: $6,
      pairs: $7, answer: $8, split: $9, count: $10)
  }
}
