/// What `bundle.json` says: the identity, the end, and every file with its digest.
package struct BundleIndex: Sendable, Equatable {
  /// The bundle format this version writes. A reader of format N reads all before it.
  package static let currentFormat = 1

  /// 1 up to `currentFormat`.
  package let format: Int
  /// The version of the numerics contract under which the run was made.
  package let numerics: Int
  /// See `RunIdentity`.
  package let id: ContentDigest
  package let specName: String
  /// What was read, sorted by name.
  package let data: [RunIdentity.Datum]
  /// How the run ended.
  package let status: RunStatus
  /// What there is to say about the end: the stop rule that fired, or the step and tensor of a divergence.
  package let detail: CanonicalJSON
  /// Sorted by path.
  package let artifacts: [Artifact]
  /// See `resultDigest(of:)`.
  package let resultDigest: ContentDigest

  /// The index of a run that ends now.
  package init(_ identity: RunIdentity, _ status: RunStatus, detail: CanonicalJSON, artifacts: [Artifact]) {
    format = BundleIndex.currentFormat
    numerics = identity.numerics
    id = identity.id
    specName = identity.specName
    data = identity.data
    self.status = status
    self.detail = detail
    self.artifacts = artifacts.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    resultDigest = BundleIndex.resultDigest(of: artifacts)
  }

  /// The digest of the result: SHA-256 over the lines `<sha256>  <path>` of the exact artifacts, sorted
  /// by path. `sha256sum` of those lines of the manifest gives the same.
  package static func resultDigest(of artifacts: [Artifact]) -> ContentDigest {
    let exact = artifacts.filter { $0.kind == .exact }
      .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    return ContentDigest(of: exact.map { manifestLine($0.path, $0.digest) }.joined())
  }

  /// One line that `sha256sum -c` reads.
  static func manifestLine(_ path: String, _ digest: ContentDigest) -> String {
    digest.hex + "  " + path + "\n"
  }

  /// The text of `MANIFEST.sha256`: every artifact and `bundle.json`.
  func manifest(indexBytes: [UInt8]) -> String {
    var lines = artifacts.map { ($0.path, $0.digest) }
    lines.append((BundleFile.indexName, ContentDigest(of: indexBytes)))
    return lines.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
      .map { BundleIndex.manifestLine($0.0, $0.1) }.joined()
  }

  /// The content of `bundle.json`.
  package var json: CanonicalJSON {
    [
      "format": .integer(format),
      "numerics": .integer(numerics),
      "id": .string(id.hex),
      "spec": .string(specName),
      "data": .array(data.map { ["name": .string($0.name), "sha256": .string($0.digest.hex)] }),
      "status": .string(status.rawValue),
      "detail": detail,
      "result_digest": .string(resultDigest.hex),
      "artifacts": .array(artifacts.map(\.json)),
    ]
  }
}

extension Artifact {
  var json: CanonicalJSON {
    var members: [(String, CanonicalJSON)] = [
      ("path", .string(path)), ("bytes", .integer(bytes)), ("sha256", .string(digest.hex)),
      ("class", .string(kind.name)),
    ]
    if case .tolerance(let tolerance) = kind {
      members.append(("absolute", .number(tolerance.absolute)))
      members.append(("relative", .number(tolerance.relative)))
    }
    return .object(members)
  }

  /// An entry of `bundle.json`; nil when a key is missing or senseless.
  init?(_ json: CanonicalJSON) {
    guard let path = json["path"]?.text, let bytes = json["bytes"]?.int, bytes >= 0,
      let digest = json["sha256"]?.text.flatMap({ ContentDigest(hex: $0) }),
      let name = json["class"]?.text
    else { return nil }
    let kind: ArtifactClass
    switch name {
    case "exact": kind = .exact
    case "derived": kind = .derived
    case "volatile": kind = .volatile
    case "tolerance":
      guard let absolute = json["absolute"]?.double, let relative = json["relative"]?.double,
        absolute >= 0, relative >= 0
      else { return nil }
      kind = .tolerance(Tolerance(absolute: absolute, relative: relative))
    default: return nil
    }
    self.init(file: BundleFile(path, kind), bytes: bytes, digest: digest)
  }
}

extension BundleIndex {
  /// Reads `bundle.json`. Throws `newerFormat` before anything else is judged, else `malformed`.
  init(parsing bytes: [UInt8], name: String) throws(ResultsFailure) {
    func problem(_ sentence: String) -> ResultsFailure { .malformed(path: name, problem: sentence) }
    let json = try CanonicalJSON(parsing: bytes, name: name)
    guard let format = json["format"]?.int, format >= 1 else { throw problem("it has no `format`") }
    guard format <= BundleIndex.currentFormat else {
      throw .newerFormat(path: name, format: format, known: BundleIndex.currentFormat)
    }
    guard let numerics = json["numerics"]?.int else { throw problem("it has no `numerics`") }
    guard let id = json["id"]?.text.flatMap({ ContentDigest(hex: $0) }) else { throw problem("it has no `id`") }
    guard let status = json["status"]?.text.flatMap({ RunStatus(rawValue: $0) }) else {
      throw problem("it has no known `status`")
    }
    guard let digest = json["result_digest"]?.text.flatMap({ ContentDigest(hex: $0) }) else {
      throw problem("it has no `result_digest`")
    }
    var artifacts: [Artifact] = []
    for entry in json["artifacts"]?.elements ?? [] {
      guard let artifact = Artifact(entry) else { throw problem("an entry of `artifacts` is incomplete") }
      try artifact.file.checkName()
      artifacts.append(artifact)
    }
    var data: [RunIdentity.Datum] = []
    for entry in json["data"]?.elements ?? [] {
      guard let name = entry["name"]?.text, let digest = entry["sha256"]?.text.flatMap({ ContentDigest(hex: $0) })
      else { throw problem("an entry of `data` is incomplete") }
      data.append(RunIdentity.Datum(name: name, digest: digest))
    }
    self.format = format
    self.numerics = numerics
    self.id = id
    self.status = status
    self.data = data
    specName = json["spec"]?.text ?? ""
    detail = json["detail"] ?? .null
    self.artifacts = artifacts
    resultDigest = digest
  }
}
