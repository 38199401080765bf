/// One way in which a bundle is not what it was when it was finished.
package struct IntegrityProblem: Sendable, Equatable, CustomStringConvertible {
  /// What kind of damage it is; the raw values stand in JSON.
  package enum Kind: String, Sendable {
    /// Listed, and not there.
    case missing
    /// There, and not listed.
    case extra
    /// The bytes have another digest.
    case altered
    /// A link, a pipe or a folder stands where a file is listed, or it cannot be read.
    case unreadable
    /// `MANIFEST.sha256` says something else than `bundle.json`.
    case manifest
    /// The id does not follow from spec, data and numerics version.
    case id
    /// The result digest does not follow from the artifacts.
    case resultDigest = "result-digest"
  }

  package let kind: Kind
  /// The file, relative to the bundle.
  package let path: String
  /// A sentence that names the file.
  package let description: String
}

extension ResultBundle {
  /// Compares every file with its digest, and the digests with one another.
  ///
  /// Returns all problems, sorted by path; none means that the bundle is as it was written. Reads every
  /// byte of the bundle. Throws only when the folder itself cannot be listed.
  package func verifyIntegrity() throws(ResultsFailure) -> [IntegrityProblem] {
    var problems: [IntegrityProblem] = []
    let present = try Folder.files(below: path)
    let listed = index.artifacts.map(\.path) + [BundleFile.indexName, BundleFile.manifestName]
    let known = Set(listed)
    for name in present where !known.contains(name) {
      problems.append(.init(kind: .extra, path: name, description: "`\(name)` is not a file of this bundle"))
    }
    let existing = Set(present)
    for artifact in index.artifacts {
      if let problem = check(artifact, isPresent: existing.contains(artifact.path)) { problems.append(problem) }
    }
    if let problem = checkManifest() { problems.append(problem) }
    if BundleIndex.resultDigest(of: index.artifacts) != index.resultDigest {
      problems.append(
        .init(
          kind: .resultDigest, path: BundleFile.indexName,
          description: "`result_digest` in `\(BundleFile.indexName)` is not that of its exact artifacts"))
    }
    if let resolved = artifact(BundleFile.resolvedSpec.path),
      RunIdentity.id(resolved: resolved.digest, data: index.data, numerics: index.numerics) != index.id
    {
      problems.append(
        .init(
          kind: .id, path: BundleFile.indexName,
          description: "`id` in `\(BundleFile.indexName)` is not that of its spec, data and numerics version"))
    }
    return problems.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  /// Throws `missing` or `altered` for the first listed file that is not as it was written. Reads every byte of the bundle.
  func requireWhole() throws(ResultsFailure) {
    for artifact in index.artifacts {
      let file = path + "/" + artifact.path
      let (digest, bytes) = try FileBytes.digest(of: file, followLinks: false)
      guard digest == artifact.digest && bytes == artifact.bytes else { throw .altered(path: file) }
    }
    guard BundleIndex.resultDigest(of: index.artifacts) == index.resultDigest else {
      throw .altered(path: path + "/" + BundleFile.indexName)
    }
  }

  private func check(_ artifact: Artifact, isPresent: Bool) -> IntegrityProblem? {
    let name = artifact.path
    guard isPresent else {
      return .init(kind: .missing, path: name, description: "`\(name)` is missing")
    }
    do throws(ResultsFailure) {
      let (digest, bytes) = try FileBytes.digest(of: path + "/" + name, followLinks: false)
      if digest == artifact.digest && bytes == artifact.bytes { return nil }
      let size = bytes == artifact.bytes ? "" : ": it has \(bytes) bytes, \(artifact.bytes) were written"
      return .init(kind: .altered, path: name, description: "`\(name)` was altered\(size)")
    } catch {
      return .init(kind: .unreadable, path: name, description: error.description)
    }
  }

  private func checkManifest() -> IntegrityProblem? {
    let name = BundleFile.manifestName
    do throws(ResultsFailure) {
      let indexBytes = try FileBytes.read(path + "/" + BundleFile.indexName, followLinks: false)
      let manifest = try FileBytes.read(path + "/" + name, followLinks: false)
      if manifest == Array(index.manifest(indexBytes: indexBytes).utf8) { return nil }
      return .init(
        kind: .manifest, path: name,
        description: "`\(name)` and `\(BundleFile.indexName)` do not agree: one of them was altered")
    } catch {
      if case .missing = error {
        return .init(kind: .missing, path: name, description: "`\(name)` is missing")
      }
      return .init(kind: .unreadable, path: name, description: error.description)
    }
  }
}
