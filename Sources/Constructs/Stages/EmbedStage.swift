import ExperimentGraph
import Grammar
import SourceDiagnostics

/// One unit that becomes several.
struct UnitSplit: Sendable {
  let unit: Located<Int>
  let shares: Located<[Double]>
  let signs: Located<[Int]>?

  static let record = Record<UnitSplit>(
    "split", "One unit becomes several, with the same input weights; each takes a share of the weights by which the unit is read.",
    .required("unit", .located(.integer(0...)), "The unit, counted from 0 in the layer as it was before the stage."),
    .required(
      "shares", .located(.list(of: .number(unit: "1"), count: 1...64)),
      "The shares, real numbers whose sum is 1: the first is what the unit keeps, the others are those of units added behind all that are "
        + "there."),
    .maybe(
      "signs", .located(.list(of: .integer(-1...1), count: 1...64)),
      "For each share 1, or −1 for a unit that is negated: its input weights, its bias and its share. Only for an odd activation.")
  ) { UnitSplit(unit: $0, shares: $1, signs: $2) }

  /// The units that a unit becomes which was a share of an old one, perhaps negated.
  func parts(of whole: UnitShare) -> [UnitShare] {
    zip(shares.value, signs?.value ?? shares.value.map { _ in 1 }).map { share, sign in
      UnitShare(origin: whole.origin, sign: whole.sign * Double(sign), share: whole.share * share * Double(sign))
    }
  }

  /// How far a sum of shares may be from 1.
  static let tolerance = 1e-12
}

/// A unit of an embedding: what it gives is `sign` times what the unit `origin` gave, of whose weights in the next layer it has a share.
struct UnitShare: Sendable {
  let origin: Int
  /// 1, or −1 for one whose weights and bias are negated; what it gives is then negated, and so must the share be.
  var sign = 1.0
  var share = 1.0

  var unit: UnitMap.Unit {
    UnitMap.Unit(own: UnitMap.Term(unit: origin, factor: sign), read: [UnitMap.Term(unit: origin, factor: share)])
  }
}

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

  /// One map for each layer that changes.
  private func maps(_ site: StageSite, _ diagnostics: inout Diagnostics) -> [UnitMap]? {
    var isSound = true
    // In the order in which they are written; a layer that stands twice is reported once.
    var groups: [UnitGroup<LayerStack>] = []
    for name in splits.map(\.name) + zeros.map(\.name).filter({ name in !splits.contains { $0.name.value == name.value } }) {
      if let group = site.units(of: name, &diagnostics) { groups.append(group) } else { isSound = false }
    }
    let maps = groups.map { group in
      var parts = (0..<group.count).map { UnitShare(origin: $0) }
      for item in splits.first(where: { $0.name.value == group.name })?.value ?? [] {
        if !check(item, group, &diagnostics) || !checkSigns(of: item, group, &diagnostics) {
          isSound = false
          continue
        }
        let split = item.parts(of: parts[item.unit.value])
        parts[item.unit.value] = split[0]
        parts += split.dropFirst()
      }
      let added = zeros.first { $0.name.value == group.name }?.value.value ?? 0
      return UnitMap(
        group: group, units: parts.map(\.unit) + [UnitMap.Unit](repeating: UnitMap.Unit(own: nil, read: []), count: added))
    }
    return isSound ? maps : nil
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

  /// A sum without the rounding of its last digits.
  private static func shown(_ sum: Double) -> String { canonicalNumber((sum / UnitSplit.tolerance).rounded() * UnitSplit.tolerance) }

  static let entry = Entry<any Stage>(
    "embed",
    "A wider network that computes the same function. Splitting a unit keeps the output, and a critical point stays one; adding units "
      + "whose weights are all zero does too where σ(0) = 0. Where σ is odd, a share may go to a unit that is negated. Layers are dense ones, "
      + "convolutions with or without sharing, and those inside blocks: `block.hidden`, `block-1.hidden` of a `repeat`, `feed.inner` of a "
      + "`feed_forward` layer.",
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
