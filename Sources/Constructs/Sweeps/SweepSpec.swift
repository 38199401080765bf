import Grammar
import SourceDiagnostics

/// The part `sweep:`: the points of an experiment.
package struct SweepSpec: Sendable {
  let grid: [Named<Built<any Axis>>]
  let zip: [Named<Built<any Axis>>]
  let list: [[Named<BoundExpression>]]
  let random: RandomSpec?
  let region: BoundExpression?

  static let record = Record<SweepSpec>(
    "sweep", "The points of an experiment: every combination of what the parts below say, known before the first run.",
    .optional("grid", .map(of: .built(Axes.family), role: "axis"), default: "{}", "Axes that are combined in every way."),
    .optional(
      "zip", .map(of: .built(Axes.family), role: "axis"), default: "{}",
      "Axes that move together: all have equally many values, and the first goes with the first."),
    .optional(
      "list", .list(of: .map(of: .reading, role: "axis")), default: "[]",
      "Points one by one, each a mapping of the same axes to values."),
    .maybe("random", .record(RandomSpec.record), "Points drawn at random, from a seed of their own."),
    .maybe("where", .claim, "A comparison of axes; points where it does not hold are left out.")
  ) { SweepSpec(grid: $0, zip: $1, list: $2, random: $3, region: $4) }
}

/// The part `sweep.random:`.
package struct RandomSpec: Sendable {
  let count: Int
  let seed: Int
  let axes: [Named<Built<any Draw>>]

  static let record = Record<RandomSpec>(
    "random", "Points drawn at random. What an axis draws depends on the seed, its name and the number of the point alone.",
    .required("count", .integer(1...Limits.sweepPoints), "How many points."),
    .optional("seed", .integer(0...), default: "0", "What the draws depend on."),
    .required("axes", .map(of: .built(Draws.family), role: "axis"), "Axes and how they draw.")
  ) { RandomSpec(count: $0, seed: $1, axes: $2) }
}
