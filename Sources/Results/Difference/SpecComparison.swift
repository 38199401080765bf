/// What was asked differently: the leaves of the two resolved specs, by their canonical values, so that
/// `1e-3` and `0.001`, reordered keys and a default written out are no differences.
enum SpecComparison {
  /// Differences in the order of a's spec, then of b's, those that can change a result first.
  static func compare(_ a: ResultBundle, _ b: ResultBundle) throws(ResultsFailure) -> [AskedDifference] {
    let file = BundleFile.resolvedSpec.path
    guard a.artifact(file)?.digest != b.artifact(file)?.digest else { return [] }
    guard let left = try rows(a), let right = try rows(b) else {
      return try compareLines(a, b)
    }
    let inRight = Dictionary(right.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    let inLeft = Set(left.map(\.path))
    var found: [AskedDifference] = []
    for row in left {
      let other = inRight[row.path]
      if let other, isSame(row.value, other.value) { continue }
      found.append(difference(row.path, row, other))
    }
    for row in right where !inLeft.contains(row.path) { found.append(difference(row.path, nil, row)) }
    return found.filter(\.canChangeResults) + found.filter { !$0.canChangeResults }
  }

  private static func difference(
    _ path: String, _ a: ProvenanceRow?, _ b: ProvenanceRow?
  ) -> AskedDifference {
    AskedDifference(
      path: path, a: a?.value, b: b?.value, originA: a?.origin, originB: b?.origin,
      canChangeResults: canChangeResults(path))
  }

  /// Titles, sources, notes and what is recorded or judged take no part in the arithmetic.
  static func canChangeResults(_ path: String) -> Bool {
    let parts = path.split(separator: ".", omittingEmptySubsequences: false)
    let head = parts.first.map { $0.prefix { $0 != "[" } } ?? ""
    let silent = ["title", "source", "notes", "claims", "probes", "metrics", "checkpoints", "figures"]
    return !silent.contains(String(head)) && !parts.contains { $0.hasPrefix("x-") }
  }

  private static func isSame(_ a: String, _ b: String) -> Bool {
    if a == b { return true }
    if let x = NumberText.double(a), let y = NumberText.double(b) { return x == y }
    return false
  }

  /// Whether the run's spec says `precision: float32`.
  static func isSingle(_ bundle: ResultBundle) throws(ResultsFailure) -> Bool {
    try rows(bundle)?.first { $0.path == "precision" }?.value == "float32"
  }

  private static func rows(_ bundle: ResultBundle) throws(ResultsFailure) -> [ProvenanceRow]? {
    let file = BundleFile.provenance.path
    guard bundle.artifact(file) != nil else { return nil }
    return try Provenance.rows(bundle.json(file), name: bundle.path + "/" + file)
  }

  /// Without provenance only the lines of the canonical text are left to compare: the first that differs.
  private static func compareLines(
    _ a: ResultBundle, _ b: ResultBundle
  ) throws(ResultsFailure) -> [AskedDifference] {
    let left = try lines(a)
    let right = try lines(b)
    let same = zip(left, right).prefix { $0 == $1 }.count
    return [
      AskedDifference(
        path: "line \(same + 1) of \(BundleFile.resolvedSpec.path)",
        a: same < left.count ? left[same] : nil, b: same < right.count ? right[same] : nil,
        originA: nil, originB: nil, canChangeResults: true)
    ]
  }

  private static func lines(_ bundle: ResultBundle) throws(ResultsFailure) -> [String] {
    guard bundle.artifact(BundleFile.resolvedSpec.path) != nil else { return [] }
    let text = String(decoding: try bundle.bytes(of: BundleFile.resolvedSpec.path), as: UTF8.self)
    return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
