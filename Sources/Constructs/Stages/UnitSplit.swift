import ExperimentGraph
import Grammar
import SourceDiagnostics

/// One unit that becomes several.
struct UnitSplit: Sendable {
  let unit: Located<Int>
  let shares: Located<[Double]>
  let signs: Located<[Int]>?
  let byReader: Located<[[Double]]>?

  static let record = Record<UnitSplit>(
    "split", "One unit becomes several, with the same input weights; each takes a share of the weights by which the unit is read.",
    .required("unit", .located(.integer(0...)), "The unit, counted from 0 in the layer as it was before the stage."),
    .required(
      "shares", .located(.list(of: .number(unit: "1"), count: 1...64)),
      "The shares, real numbers whose sum is 1: the first is what the unit keeps, the others are those of units added behind all that are "
        + "there."),
    .maybe(
      "signs", .located(.list(of: .integer(-1...1), count: 1...64)),
      "For each share 1, or −1 for a unit that is negated: its input weights, its bias and its share. Only for an odd activation."),
    .maybe(
      "by_reader", .located(.list(of: .list(of: .number(unit: "1"), count: 1...64), count: 1...Limits.units)),
      "For each unit of the layer that reads it, as that layer is after the stage, its own shares, whose sum is 1. Weighted with the "
        + "shares of its copies, those of each reading unit have to be `shares`: then a critical point stays one.")
  ) { UnitSplit(unit: $0, shares: $1, signs: $2, byReader: $3) }

  /// The units that a unit becomes which was a share of an old one, perhaps negated.
  func parts(of whole: UnitShare) -> [UnitShare] {
    shares.value.indices.map { place in
      let sign = Double(signs?.value[place] ?? 1)
      return UnitShare(
        origin: whole.origin, sign: whole.sign * sign, share: whole.share * shares.value[place] * sign,
        byReader: byReader?.value.map { $0[place] * sign })
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
  /// The share for each unit of the next layer, where they differ.
  var byReader: [Double]?

  /// The share of the gradient that goes back through it.
  var weight: Double { share * sign }

  var unit: UnitMap.Unit {
    UnitMap.Unit(own: UnitMap.Term(unit: origin, factor: sign), read: [UnitMap.Term(unit: origin, factor: share, byReader: byReader)])
  }
}
