extension BundleDifference {
  /// Compares two bundles.
  ///
  /// Every file is first held against its digest; those whose digests differ are then compared number by number.
  /// Throws `altered`, `missing` or `malformed` when a bundle is not what was written.
  package static func compare(
    _ a: ResultBundle, _ b: ResultBundle, _ options: DifferenceOptions = DifferenceOptions()
  ) throws(ResultsFailure) -> BundleDifference {
    for bundle in [a, b] { try bundle.requireWhole() }
    var comparison = try BundleComparison(a: a, b: b, options: options)
    try comparison.compareFiles()
    try comparison.compareTraces()
    let asked = try SpecComparison.compare(a, b)
    return try comparison.difference(asked: asked)
  }
}

/// The comparison while it is made.
private struct BundleComparison {
  let a: ResultBundle
  let b: ResultBundle
  let options: DifferenceOptions
  var found = FileComparison(agreement: Agreement())
  var commonFiles = 0
  var flipped: [ClaimDifference] = []
  var claimCount = 0
  var divergence = Divergence.notRecorded
  /// Whether both runs computed in single precision.
  let isSingle: Bool

  init(a: ResultBundle, b: ResultBundle, options: DifferenceOptions) throws(ResultsFailure) {
    let single = (try SpecComparison.isSingle(a), try SpecComparison.isSingle(b))
    isSingle = single.0 && single.1
    self.a = a
    self.b = b
    self.options = options
  }

  mutating func compareFiles() throws(ResultsFailure) {
    let apart = [BundleFile.resolvedSpec.path, BundleFile.trace.path]
    let left = a.index.artifacts.filter { $0.kind.isResult && !apart.contains($0.path) }
    let right = b.index.artifacts.filter { $0.kind.isResult && !apart.contains($0.path) }
    for artifact in left {
      guard let other = b.artifact(artifact.path), other.kind.isResult else {
        found.addOneSided(artifact.path, isInA: true)
        continue
      }
      commonFiles += 1
      if artifact.path == BundleFile.claims.path {
        try compareClaims(artifact)
      } else if artifact.digest != other.digest {
        try compare(artifact)
      }
    }
    for artifact in right where a.artifact(artifact.path)?.kind.isResult != true {
      found.addOneSided(artifact.path, isInA: false)
    }
  }

  private mutating func compareClaims(_ artifact: Artifact) throws(ResultsFailure) {
    let path = artifact.path
    let (left, right) = (try a.json(path), try b.json(path))
    let isSame = artifact.digest == b.artifact(path)?.digest
    var claims = FileComparison(agreement: Agreement(sameBytes: isSame))
    let options = self.options
    (flipped, claimCount) = JSONComparison.compareClaims(
      left, right, file: path, tolerance: { options.tolerance(for: artifact, part: $0) }, into: &claims)
    if isSame { claims.agreement.sameBytes = true }
    merge(claims)
  }

  private mutating func compare(_ artifact: Artifact) throws(ResultsFailure) {
    let path = artifact.path
    let options = self.options
    let tolerance = { (part: String) in options.tolerance(for: artifact, part: part) }
    var file = FileComparison()
    if path.hasSuffix(".csv") {
      TableComparison.compare(
        try a.table(path), try b.table(path), file: path, mayBeSingle: isSingle, tolerance: tolerance,
        into: &file)
    } else if path.hasSuffix(".npy") {
      ArrayComparison.compare(
        try a.array(path), try b.array(path), file: path, part: nil,
        tolerance: options.tolerance(for: artifact, part: nil), into: &file)
    } else if path.hasSuffix(".safetensors") {
      ArrayComparison.compareTensors(
        try a.tensors(path), try b.tensors(path), file: path, tolerance: tolerance, into: &file)
    } else if path.hasSuffix(".json") {
      JSONComparison.compare(
        try a.json(path), try b.json(path), file: path, tolerance: tolerance, into: &file)
    } else {
      let digests = (artifact.digest.hex, b.artifact(path)?.digest.hex ?? "")
      file.addUnlike(path, nil, digests.0, digests.1, place: "sha256")
    }
    merge(file)
  }

  private mutating func merge(_ file: FileComparison) {
    found.agreement.combine(file.agreement)
    found.values += file.values
    found.oneSided += file.oneSided
  }

  mutating func compareTraces() throws(ResultsFailure) {
    let path = BundleFile.trace.path
    guard let left = a.artifact(path), let right = b.artifact(path) else {
      if a.artifact(path) != nil { found.addOneSided(path, isInA: true) }
      if b.artifact(path) != nil { found.addOneSided(path, isInA: false) }
      return
    }
    divergence = try TraceComparison.compare(a.table(path), b.table(path), name: path)
    if left.digest != right.digest { found.agreement.sameBytes = false }
    if case .first = divergence {
      // Tensors that no file holds part: the recorded numbers may all be equal and still not be the
      // same computation.
      found.agreement.combine(Agreement(sameBytes: false, sameBits: false))
    }
  }

  func difference(asked: [AskedDifference]) throws(ResultsFailure) -> BundleDifference {
    var common = found.agreement
    if a.index.resultDigest != b.index.resultDigest { common.sameBytes = false }
    var whole = common
    if !found.oneSided.isEmpty { whole.combine(.none) }
    let areSweeps = [a, b].map { $0.artifact(BundleFile.pointTable.path) != nil }
    let sweepIsA = areSweeps[0] == areSweeps[1] ? nil : areSweeps[0]
    let isComparable = sweepIsA == nil && commonFiles > 0 && !asked.contains { $0.path == "condensespec" }
    let values = found.values.enumerated().sorted { x, y in
      x.element.excess != y.element.excess
        ? x.element.excess > y.element.excess : x.offset < y.offset
    }.map(\.element)
    let circumstances = try Circumstances.compare(a, b)
    let source = BundleFile.sourceSpec.path
    var difference = BundleDifference(
      a: a.path, b: b.path,
      level: isComparable ? whole.level : .incomparable,
      commonLevel: isComparable ? common.level : .incomparable,
      required: options.required, holds: isComparable && whole.holds(options.required),
      sweepIsA: sweepIsA, sameIdentity: a.index.id == b.index.id, asked: asked,
      onlyWordingDiffers: asked.isEmpty && a.artifact(source)?.digest != b.artifact(source)?.digest,
      circumstances: circumstances, claims: flipped, claimCount: claimCount, oneSided: found.oneSided,
      values: values, divergence: divergence, causes: [], next: nil)
    let exactFilesAgree = a.index.resultDigest == b.index.resultDigest
    let explained = LikelyCause.explain(difference, exactFilesAgree: exactFilesAgree)
    difference.causes = explained.causes
    difference.next = explained.next
    return difference
  }
}
