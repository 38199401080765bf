import ExperimentGraph
import Grammar
import SourceDiagnostics

/// A wider network that computes the same function: the embedding principle.
struct EmbedStage: Stage {
  let origin: StageOrigin
  let splits: [Named<[UnitSplit]>]
  let zeros: [Named<Located<Int>>]

  func plan(_ site: StageSite, _ diagnostics: inout Diagnostics) -> StagePlan? {
    guard let maps = maps(site, &diagnostics) else { return nil }
    return StagePlan(
      model: site.model(with: maps.map { ($0.group.name, $0.units.count) }),
      action: .transform { tensors in maps.reduce(tensors) { $1.applied(to: $0) } })
  }

  /// One map for each layer that changes, those of later layers first: shares by reader count the readers as they then are.
  private func maps(_ site: StageSite, _ diagnostics: inout Diagnostics) -> [UnitMap]? {
    var isSound = true
    // A layer that stands twice is reported once.
    for name in splits.map(\.name) + zeros.map(\.name).filter({ name in !splits.contains { $0.name.value == name.value } }) {
      isSound = site.units(of: name, &diagnostics) != nil && isSound
    }
    var layers: [SplitLayer] = []
    for group in site.units.reversed() {
      let items = splits.first { $0.name.value == group.name }?.value ?? []
      let added = zeros.first { $0.name.value == group.name }?.value.value ?? 0
      var layer = SplitLayer(
        group: group, isChanged: !items.isEmpty || added > 0, shares: (0..<group.count).map { UnitShare(origin: $0) }, added: added)
      for (number, item) in items.enumerated() {
        let reader = layers.first { $0.group.own.contains { $0.parameter == group.reader.parameter } }
        guard check(item, group, &diagnostics), checkSigns(of: item, group, &diagnostics),
          checkReaders(of: item, among: Array(items[..<number]), group, reader?.readers ?? site.readers(of: group), &diagnostics)
        else {
          isSound = false
          continue
        }
        let split = item.parts(of: layer.shares[item.unit.value])
        layer.shares[item.unit.value] = split[0]
        layer.shares += split.dropFirst()
      }
      layers.append(layer)
    }
    return isSound ? layers.filter(\.isChanged).map(\.map) : nil
  }

  private func check(_ item: UnitSplit, _ layer: UnitGroup<LayerStack>, _ diagnostics: inout Diagnostics) -> Bool {
    guard item.unit.value < layer.count else {
      diagnostics.report(
        Diagnostic(
          .unknownUnit, "`\(layer.name)` has \(layer.count) units, and none has the number \(item.unit.value)", at: item.unit.range,
          help: layer.count == 1 ? "units count from 0: write `unit: 0`" : "units count from 0 to \(layer.count - 1)"))
      return false
    }
    let sum = item.shares.value.reduce(0, +)
    guard abs(sum - 1) <= UnitSplit.tolerance else {
      let last = 1 - item.shares.value.dropLast().reduce(0, +)
      diagnostics.report(
        Diagnostic(
          .unequalShares, "the shares add up to \(Self.shown(sum)), and the function stays the same only if they add up to 1",
          at: item.shares.range, help: abs(last) < 1e9 ? "let the last be \(Self.shown(last))" : nil))
      return false
    }
    return true
  }

  private func checkSigns(
    of item: UnitSplit, _ layer: UnitGroup<LayerStack>, _ diagnostics: inout Diagnostics
  ) -> Bool {
    guard let signs = item.signs else { return true }
    guard signs.value.count == item.shares.value.count, !signs.value.contains(0) else {
      let (wanted, given) = (item.shares.value.count, signs.value.count)
      let message =
        wanted == given
        ? "a sign is 1 or −1, and one of these is 0"
        : "each share has a sign: there are \(wanted) shares and \(given) sign\(given == 1 ? "" : "s")"
      diagnostics.report(
        Diagnostic(
          .unequalShares, message, at: signs.range, related: [Label(item.shares.range, "the shares")],
          help: "write 1 for a unit that is not negated"))
      return false
    }
    guard signs.value.contains(-1), let even = layer.notOdd else { return true }
    diagnostics.report(
      Diagnostic(
        .notOdd, "a unit of `\(layer.name)` can be negated only where −x gives −f(x), and `\(even.name.value)` is not odd",
        at: signs.range, related: [Label(even.value.range, even.value.text)], help: "leave `signs` out"))
    return false
  }

  /// Shares by reader: one list for each reading unit, each with the sum 1, and back through the copies of each what `shares` says.
  /// Source: arXiv:2111.15527, general compatible embedding: the conditions of its forward and its backward propagation.
  /// - Parameter readers: for each reading unit after the stage, which one it was, and its weight.
  private func checkReaders(
    of item: UnitSplit, among before: [UnitSplit], _ layer: UnitGroup<LayerStack>, _ readers: [(origin: Int?, weight: Double)],
    _ diagnostics: inout Diagnostics
  ) -> Bool {
    func report(_ message: String, help: String?) -> Bool {
      let at = item.byReader?.range ?? item.shares.range
      diagnostics.report(
        Diagnostic(.unequalShares, message, at: at, related: [Label(item.shares.range, "the shares")], help: help))
      return false
    }
    let earlier = before.filter { $0.unit.value == item.unit.value }
    if (earlier + [item]).contains(where: { $0.byReader != nil }), !earlier.isEmpty {
      return report(
        "unit \(item.unit.value) of `\(layer.name)` is split twice, and `by_reader` tells its shares",
        help: "split it again in a stage of its own")
    }
    guard let lists = item.byReader?.value else { return true }
    guard lists.count == readers.count else {
      return report(
        "the units of `\(layer.name)` are read by \(readers.count) units, and `by_reader` has \(lists.count) "
          + "list\(lists.count == 1 ? "" : "s")",
        help: "write one for each unit that reads, as it is after the stage")
    }
    for (number, list) in lists.enumerated() {
      guard list.count == item.shares.value.count else {
        return report(
          "list \(number) of `by_reader` has \(list.count) numbers, and there are \(item.shares.value.count) shares", help: nil)
      }
      let sum = list.reduce(0, +)
      guard abs(sum - 1) <= UnitSplit.tolerance else {
        return report(
          "list \(number) of `by_reader` adds up to \(Self.shown(sum)), and the function stays the same only if it adds up to 1", help: nil)
      }
    }
    for origin in Set(readers.compactMap(\.origin)).sorted() {
      for (place, share) in item.shares.value.enumerated() {
        let back = zip(lists, readers).filter { $0.1.origin == origin }.reduce(0) { $0 + $1.0[place] * $1.1.weight }
        if abs(back - share) > UnitSplit.tolerance {
          return report(
            "back from unit \(origin) that reads, share \(place) is \(Self.shown(back)), and `shares` says \(Self.shown(share))",
            help: "a critical point stays one only where both are the same")
        }
      }
    }
    return true
  }

  /// A sum without the rounding of its last digits.
  private static func shown(_ sum: Double) -> String {
    canonicalNumber((sum / UnitSplit.tolerance).rounded() / (1 / UnitSplit.tolerance))
  }

  static let entry = Entry<any Stage>(
    "embed",
    "A wider network that computes the same function. Splitting a unit keeps the output, and a critical point stays one; adding units "
      + "whose weights are all zero does too where σ(0) = 0. Where σ is odd, a share may go to a unit that is negated. Layers are dense "
      + "ones, convolutions with or without sharing, and those inside blocks: `block.hidden`, `block-1.hidden` of a `repeat`, `feed.inner` "
      + "of a `feed_forward` layer.",
    source: "arXiv:2105.14573 and arXiv:2111.15527, one-step, multi-step, null and general compatible embedding",
    example: "{embed: {from: narrow, split: {hidden: [{unit: 0, shares: [0.3, 0.7]}]}}}",
    sourceField, modelField,
    .optional(
      "split", .map(of: .list(of: .record(UnitSplit.record)), role: "layer", dotted: true), default: "{}",
      "Units that become several, layer by layer."),
    .optional(
      "zeros", .map(of: .located(.integer(1...100_000)), role: "layer", dotted: true), default: "{}",
      "How many units with weights that are all zero are added to a layer: null embedding.")
  ) { source, model, splits, zeros in
    EmbedStage(origin: StageOrigin(stage: source, model: model), splits: splits, zeros: zeros)
  }
}

/// A layer whose units an embedding changes, as far as it is known.
private struct SplitLayer {
  let group: UnitGroup<LayerStack>
  let isChanged: Bool
  var shares: [UnitShare]
  /// Units without weights, behind all others.
  let added: Int

  var readers: [(origin: Int?, weight: Double)] {
    shares.map { ($0.origin, $0.weight) } + [(origin: Int?, weight: Double)](repeating: (nil, 0), count: added)
  }

  var map: UnitMap {
    UnitMap(group: group, units: shares.map(\.unit) + [UnitMap.Unit](repeating: UnitMap.Unit(own: nil, read: []), count: added))
  }
}
