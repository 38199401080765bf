import Glibc

/// Writes one run, from before step 0 to its final name.
///
/// Goals, in order: nothing under a final name is ever broken; a killed run goes on to the same bytes;
/// two processes with one identity do not mix. Everything happens in a hidden sibling of the final
/// folder, each file by write and rename; what a snapshot speaks of is synced before it, all of a bundle before the one rename of the
/// folder that ends it.
///
/// A run that is not `finish`ed, because it was killed or because writing failed, leaves that folder;
/// the next writer of the same identity finds its last `save`d state in `resumed`.
package struct BundleWriter: ~Copyable {
  /// What is being run.
  package let identity: RunIdentity
  /// The state to go on from, when an earlier writer of this identity left one.
  package let resumed: ResumeState?
  /// Why an earlier writer's state could not be used, as a sentence.
  package let restartReason: String?

  private let runs: String
  private let partial: PartialFolder
  private var artifacts: [Artifact]
  private var streams: [GrowingFile]
  /// Files that are no longer of the run, until the next snapshot no longer names them.
  private var forgotten: [String] = []
  /// Paths of files that were not synced yet. Until something speaks of them they may be lost: they are made again.
  private var unsynced: [String] = []

  /// Takes the unfinished folder of the identity under `root/runs` (or `root/sweeps`), or makes it.
  ///
  /// What an earlier writer put there after its last snapshot is removed: it will be made again.
  /// Throws `notWritable`, `diskFull` or `system`.
  package init(_ identity: RunIdentity, under root: String, on shelf: BundleShelf = .runs) throws(ResultsFailure) {
    let runs = root + "/" + shelf.rawValue
    let partial = try PartialFolder.acquire(runs: runs, name: identity.folderName)
    do {
      let start = try BundleWriter.start(identity, in: partial)
      self.identity = identity
      self.runs = runs
      self.partial = partial
      resumed = start.state
      restartReason = start.reason
      artifacts = start.artifacts
      streams = start.streams
    } catch {
      partial.release()
      throw error
    }
  }

  deinit {
    for stream in streams { stream.close() }
    partial.release()
  }

  /// The folder being written, hidden until the run is finished.
  package var path: String { partial.path }

  /// Writes a whole file; a file of the same name is replaced.
  package mutating func write(_ bytes: [UInt8], to file: BundleFile) throws(ResultsFailure) {
    try write(CollectionOfOne(bytes), to: file)
  }

  /// The same for a file that comes in pieces, which is never in memory as a whole.
  private mutating func write(_ pieces: some Sequence<[UInt8]>, to file: BundleFile) throws(ResultsFailure) {
    try file.checkName()
    precondition(
      !streams.contains { $0.file.path == file.path }, "\(file.path) is both written and appended to")
    let target = partial.path + "/" + file.path
    try Folder.create(Folder.parent(of: target))
    var count = 0
    var digest = DigestStream()
    try DurableFile.write(pieces, to: target, syncs: false) { piece in
      count += piece.count
      digest.update(piece)
    }
    if !unsynced.contains(target) { unsynced.append(target) }
    artifacts.removeAll { $0.path == file.path }
    artifacts.append(Artifact(file: file, bytes: count, digest: digest.value()))
  }

  /// Writes a text file.
  package mutating func write(_ text: String, to file: BundleFile) throws(ResultsFailure) {
    try write(Array(text.utf8), to: file)
  }

  /// Writes a JSON file, laid out for people.
  package mutating func write(_ json: CanonicalJSON, to file: BundleFile) throws(ResultsFailure) {
    try write(json.prettyText, to: file)
  }

  /// Writes an array as `.npy`.
  package mutating func write(_ array: NumericArray, to file: BundleFile) throws(ResultsFailure) {
    try write(NPY.pieces(array), to: file)
  }

  /// Writes named arrays as safetensors; metadata must not depend on the machine or the time.
  package mutating func write(
    _ arrays: [NamedArray], metadata: [(String, String)] = [], to file: BundleFile
  ) throws(ResultsFailure) {
    try write(Safetensors.pieces(arrays, metadata: metadata), to: file)
  }

  /// Appends to a file that grows while the run goes on; the first call begins it.
  package mutating func append(_ text: String, to file: BundleFile) throws(ResultsFailure) {
    if let place = streams.firstIndex(where: { $0.file.path == file.path }) {
      try streams[place].append(Array(text.utf8))
      return
    }
    try file.checkName()
    precondition(
      !artifacts.contains { $0.path == file.path }, "\(file.path) is both written and appended to")
    var stream = try GrowingFile(file, in: partial.path)
    do {
      try stream.append(Array(text.utf8))
    } catch {
      stream.close()
      throw error
    }
    streams.append(stream)
  }

  /// Whether a file was already begun or written, by this writer or by the one it goes on from.
  package func has(_ file: BundleFile) -> Bool {
    streams.contains { $0.file.path == file.path } || artifacts.contains { $0.path == file.path }
  }

  /// What was written whole until now, by this writer or by the one it goes on from.
  package var written: WrittenFiles { WrittenFiles(folder: partial.path, paths: artifacts.map(\.path)) }

  /// Takes whole files out of the run. They are removed with the next snapshot, so that the one before it can still be gone on from.
  /// - Parameter isForgotten: asked with the path of each file that was written and not appended to.
  package mutating func forget(where isForgotten: (String) -> Bool) {
    forgotten += artifacts.map(\.path).filter(isForgotten)
    artifacts.removeAll { isForgotten($0.path) }
  }

  /// Makes this the moment to go on from: all that was appended is synced first, then the state
  /// replaces the one before in one rename.
  package mutating func save(_ state: ResumeState) throws(ResultsFailure) {
    try DurableFile.sync(unsynced + streams.map(\.path))
    unsynced = []
    let snapshot = Snapshot(
      id: identity.id, state: state, artifacts: artifacts, streams: streams.map(\.artifact))
    try DurableFile.write(snapshot.pieces, to: partial.path + "/" + Snapshot.fileName) { _ in }
    try syncFolders(of: artifacts + streams.map(\.artifact))
    for path in forgotten where !artifacts.contains(where: { $0.path == path }) {
      if unlink(partial.path + "/" + path) != 0 && errno != ENOENT { throw .system(errno, "remove", partial.path + "/" + path) }
    }
    forgotten = []
  }

  /// Ends the run and gives the folder its final name.
  ///
  /// When a finished bundle of this identity is there already and verifies, ours is removed and theirs
  /// returned; one that was `stopped` is replaced, one that is damaged is set aside. Throws
  /// `resultMismatch` when theirs has another result digest; ours then stays under its hidden name.
  package consuming func finish(
    _ status: RunStatus, detail: CanonicalJSON = .null
  ) throws(ResultsFailure) -> FinishedRun {
    let index = BundleIndex(
      identity, status, detail: detail, artifacts: artifacts + streams.map(\.artifact))
    let indexBytes = Array(index.json.prettyText.utf8)
    let manifest = Array(index.manifest(indexBytes: indexBytes).utf8)
    let ends = [(manifest, BundleFile.manifestName), (indexBytes, BundleFile.indexName)]
    for (bytes, name) in ends {
      try DurableFile.write(CollectionOfOne(bytes), to: partial.path + "/" + name, syncs: false) { _ in }
    }
    // All at once: who finds an index under a hidden name reads every file it speaks of before believing it.
    try DurableFile.sync(unsynced + streams.map(\.path) + ends.map { partial.path + "/" + $0.1 })
    try syncFolders(of: index.artifacts)
    return try BundlePlacement(runs: runs, identity: identity).place(partial.path, index)
  }

  /// Whether something has the name of the finished bundle of an identity; says nothing of what it is.
  package static func hasFolder(_ identity: RunIdentity, under root: String, on shelf: BundleShelf = .runs) -> Bool {
    Folder.exists("\(root)/\(shelf.rawValue)/\(identity.folderName)")
  }

  /// The finished bundle of an identity, or nil when it must be run (or gone on with).
  ///
  /// Call this before making a writer: it also completes a run that was killed between its last file
  /// and its final name. A bundle that is damaged, or of a run that was stopped, does not count:
  /// `finish` will replace it.
  package static func finished(
    _ identity: RunIdentity, under root: String, on shelf: BundleShelf = .runs
  ) throws(ResultsFailure) -> ResultBundle? {
    let runs = root + "/" + shelf.rawValue
    if hasFolder(identity, under: root, on: shelf) {
      return try BundlePlacement(runs: runs, identity: identity).standing()
    }
    let left = runs + "/." + identity.folderName + ".partial"
    guard Folder.exists(left), access(left + "/" + BundleFile.indexName, F_OK) == 0 else { return nil }
    guard let partial = try? PartialFolder.acquire(runs: runs, name: identity.folderName, limit: 1)
    else { return nil }
    defer { partial.release() }
    guard let bundle = try? ResultBundle(at: partial.path), bundle.index.id == identity.id else { return nil }
    // The snapshot goes when all else is found whole: until then the run may have to go on from it.
    guard try bundle.verifyIntegrity().allSatisfy({ $0.path == Snapshot.fileName }) else { return nil }
    return try BundlePlacement(runs: runs, identity: identity).place(partial.path, bundle.index).bundle
  }

  /// Syncs the folders that files stand in, and that of the run.
  private func syncFolders(of artifacts: [Artifact]) throws(ResultsFailure) {
    var seen: Set<String> = []
    for artifact in artifacts {
      let parent = Folder.parent(of: partial.path + "/" + artifact.path)
      if seen.insert(parent).inserted { try Folder.sync(parent) }
    }
    if seen.insert(partial.path).inserted { try Folder.sync(partial.path) }
  }
}
