import Analysis
import ExperimentGraph
import Grammar
import SourceDiagnostics

/// How many directions a layer's units point in, over several thresholds.
struct CondensationProbe: Probe {
  let units: ProbedUnits
  let thresholds: [Located<Double>]
  let alignment: Alignment
  /// How many groups have columns of their own, from the largest on.
  let listedGroups: Int
  /// Groups of so many units are counted in a column of their own.
  let leastUnits: Int?

  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard let reading = units.reading(site, &diagnostics) else { return nil }
    let thresholds = thresholds.map(\.value)
    if let place = thresholds.indices.first(where: { thresholds[..<$0].contains(thresholds[$0]) }) {
      diagnostics.report(
        Diagnostic(
          .conflictingKeys, "the threshold \(canonicalNumber(thresholds[place])) is given twice", at: self.thresholds[place].range,
          help: "each threshold has columns of its own: leave one out"))
      return nil
    }
    let suffixes = thresholds.map { Self.columnSuffix($0) }
    return ProbePlan(
      needs: reading.needs,
      columns: ["kept", "groups"] + suffixes.flatMap { ["groups_\($0)", "largest_\($0)"] } + sizeColumns,
      arrays: [], workingNumbers: reading.unitCount * reading.unitCount,
      measure: { tensors in
        let vectors = reading.vectors(tensors)
        let kept = vectors.longest(above: units.minimumNorm)
        let similarity = CosineSimilarity(vectors.rows(kept))
        let counts = thresholds.map { similarity.groupSizes(above: $0, by: alignment) }
        let numbers = counts.flatMap { sizes in
          [Double(sizes.count), kept.isEmpty ? Double.nan : Double(sizes[0]) / Double(kept.count)]
        }
        return Measurement(
          scalars: [Double(kept.count), Double(counts[0].count)] + numbers + sizeNumbers(counts[0], of: kept.count))
      })
  }

  /// Columns that are there only where they are asked for.
  private var sizeColumns: [String] {
    let places = (0..<listedGroups).map { $0 + 1 }
    return places.map { "size_\($0)" } + places.map { "share_\($0)" } + (leastUnits == nil ? [] : ["large_groups"])
  }

  /// Their numbers for groups at the first threshold, largest first.
  private func sizeNumbers(_ sizes: [Int], of kept: Int) -> [Double] {
    let listed = (0..<listedGroups).map { $0 < sizes.count ? Double(sizes[$0]) : 0 }
    let large = leastUnits.map { least in [Double(sizes.count { $0 >= least })] } ?? []
    return listed + listed.map { $0 / Double(kept) } + large
  }

  /// A threshold as a part of a column's name, another for each: 0.95 is `95`, 0.999 is `99_9`, and 1e-5, which is printed with an
  /// exponent, is `1e_5`.
  static func columnSuffix(_ threshold: Double) -> String {
    let text = canonicalNumber(threshold)
    if text.contains("e") { return String(text.map { $0 == "." || $0 == "-" ? "_" : $0 }) }
    var digits = text.dropFirst(2)
    if digits.count == 1 { digits += "0" }
    return digits.count > 2 ? "\(digits.prefix(2))_\(digits.dropFirst(2))" : String(digits)
  }
}

extension CondensationProbe {
  static let entry = Entry<any Probe>(
    "condensation",
    "How many directions a layer's units point in: `groups` at the first threshold, and `groups_95`, `largest_95` … for each of "
      + "them, the number of groups and the share of kept units in the largest; `kept` counts the units. `sizes` and `at_least` add "
      + "columns. "
      + "Groups are found greedily: of the units that are in none, the one with most others above the threshold takes these, and so on; "
      + "two units of a group are each that near to this one, not to each other.",
    source: "arXiv:2105.11686, section 3", example: "{condensation: {of: hidden.weight}}",
    shorthand: .field("of"),
    .required("of", .name("parameter"), "The weight whose units are compared; its first axis counts them."),
    .optional("include_bias", .flag, default: "true", "Whether a unit's bias is the last number of its vector."),
    .optional(
      "minimum_norm", .number(0..<1), default: "0.1", "Units not longer than this share of the longest are left out of the counts."),
    .optional(
      "thresholds", .list(of: .located(.number(.between(0, 1))), count: 1...16), default: "[0.95, 0.9, 0.8]",
      "Similarities above which two units count as one."),
    .optional("by", .choice(Alignment.self), default: "direction", "Whether opposite units are two directions or one line."),
    .maybe(
      "sizes", .integer(1...16),
      "Record the units of so many groups at the first threshold, largest first: `size_1`, `size_2` …, and as shares of the kept units "
        + "`share_1`, `share_2` …."),
    .maybe("at_least", .integer(1...Limits.units), "Record in `large_groups` how many groups at the first threshold have so many units.")
  ) { weight, includesBias, minimumNorm, thresholds, alignment, listedGroups, leastUnits in
    CondensationProbe(
      units: ProbedUnits(weight: weight, includesBias: includesBias, minimumNorm: minimumNorm),
      thresholds: thresholds, alignment: alignment, listedGroups: listedGroups ?? 0, leastUnits: leastUnits)
  }
}
