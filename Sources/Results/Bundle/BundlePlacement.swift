import Glibc

/// What came of finishing a run.
package struct FinishedRun: Sendable, Equatable {
  /// The bundle under its final name.
  package let bundle: ResultBundle
  /// Whether another run of the same identity had put it there, with the same result.
  package let wasAlreadyThere: Bool
  /// Where a damaged bundle under the final name was moved to, if there was one.
  package let setAside: String?
}

/// The last step of a run: its folder under its final name, whatever is there already.
struct BundlePlacement {
  let runs: String
  let identity: RunIdentity

  private var final: String { runs + "/" + identity.folderName }

  func place(_ partial: String, _ index: BundleIndex) throws(ResultsFailure) -> FinishedRun {
    if unlink(partial + "/" + Snapshot.fileName) == 0 { try Folder.sync(partial) }
    var setAside: String?
    // Each turn either ends or removes what stood in the way; others may put it there again.
    for _ in 0..<100 {
      if rename(partial, final) == 0 {
        try Folder.sync(runs)
        return FinishedRun(bundle: ResultBundle(at: final, index), wasAlreadyThere: false, setAside: setAside)
      }
      guard [EEXIST, ENOTEMPTY, ENOTDIR].contains(errno) else { throw .system(errno, "write", final) }
      switch try judge(index) {
      case .gone: continue
      case .same(let bundle):
        try Folder.remove(partial)
        return FinishedRun(bundle: bundle, wasAlreadyThere: true, setAside: setAside)
      case .another(let digest):
        throw .resultMismatch(final: final, theirs: digest, ours: index.resultDigest, kept: partial)
      case .stopped:
        try Folder.remove(try moveAside("stopped"))
      case .damaged:
        setAside = try moveAside("damaged")
      }
    }
    throw .tooManyWriters(path: final)
  }

  /// The bundle under the final name, when it is whole and its run was not stopped. Throws `idCollision`.
  func standing() throws(ResultsFailure) -> ResultBundle? {
    guard let bundle = try? ResultBundle(at: final) else { return nil }
    guard bundle.index.id == identity.id else {
      throw .idCollision(final: final, theirs: bundle.index.id.hex, ours: identity.id.hex)
    }
    guard bundle.index.status != .stopped, try bundle.verifyIntegrity().isEmpty else { return nil }
    return bundle
  }

  private enum Verdict {
    case gone
    case same(ResultBundle)
    case another(ContentDigest)
    case stopped
    case damaged
  }

  /// What the bundle under the final name is to ours.
  private func judge(_ ours: BundleIndex) throws(ResultsFailure) -> Verdict {
    let theirs: ResultBundle
    do throws(ResultsFailure) {
      theirs = try ResultBundle(at: final)
    } catch {
      switch error {
      case .missing: return .gone
      case .notABundle, .malformed: return .damaged
      default: throw error
      }
    }
    if theirs.index.id != ours.id {
      throw .idCollision(final: final, theirs: theirs.index.id.hex, ours: ours.id.hex)
    }
    guard try theirs.verifyIntegrity().isEmpty else { return .damaged }
    if theirs.index.resultDigest == ours.resultDigest && theirs.index.status == ours.status {
      return .same(theirs)
    }
    if theirs.index.status == .stopped { return .stopped }
    if ours.status == .stopped { return .same(theirs) }
    return .another(theirs.index.resultDigest)
  }

  /// Moves the folder under the final name to a free hidden one.
  private func moveAside(_ why: String) throws(ResultsFailure) -> String {
    for number in 1...1000 {
      let target = runs + "/." + identity.folderName + ".\(why)-\(number)"
      if Folder.exists(target) { continue }
      if rename(final, target) == 0 || errno == ENOENT { return target }
      guard [EEXIST, ENOTEMPTY].contains(errno) else { throw .system(errno, "rename", final) }
    }
    throw .tooManyWriters(path: final)
  }
}
