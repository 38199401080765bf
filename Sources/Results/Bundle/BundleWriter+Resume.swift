extension BundleWriter {
  /// With what a writer begins.
  struct Start {
    var state: ResumeState?
    var reason: String?
    var artifacts: [Artifact] = []
    var streams: [GrowingFile] = []
  }

  /// Reads the snapshot in an unfinished folder, checks every file it speaks of, and removes the rest.
  ///
  /// Without a snapshot, or with one that does not hold, the folder is emptied: a fresh start costs
  /// time, a wrong continuation costs the result.
  static func start(
    _ identity: RunIdentity, in partial: PartialFolder
  ) throws(ResultsFailure) -> Start {
    let path = partial.path + "/" + Snapshot.fileName
    let snapshot: Snapshot
    do throws(ResultsFailure) {
      snapshot = try Snapshot(parsing: FileBytes.read(path, followLinks: false), name: path)
    } catch {
      try partial.clear()
      if case .missing = error { return Start() }
      return Start(reason: "the saved state cannot be used, the run starts again: \(error)")
    }
    guard snapshot.id == identity.id else {
      try partial.clear()
      return Start(reason: "the saved state belongs to another run, this one starts again")
    }
    var start = Start(state: snapshot.state, artifacts: snapshot.artifacts)
    for artifact in snapshot.artifacts {
      let found = try? FileBytes.digest(of: partial.path + "/" + artifact.path, followLinks: false)
      guard let found, found.digest == artifact.digest else {
        return try startAgain(partial, after: artifact.path, closing: start.streams)
      }
    }
    for artifact in snapshot.streams {
      guard let stream = try GrowingFile(resuming: artifact, in: partial.path) else {
        return try startAgain(partial, after: artifact.path, closing: start.streams)
      }
      start.streams.append(stream)
    }
    let kept = snapshot.artifacts.map(\.path) + snapshot.streams.map(\.path) + [Snapshot.fileName]
    try partial.clear(except: Set(kept))
    return start
  }

  private static func startAgain(
    _ partial: PartialFolder, after file: String, closing streams: [GrowingFile]
  ) throws(ResultsFailure) -> Start {
    for stream in streams { stream.close() }
    try partial.clear()
    return Start(reason: "`\(file)` is not as it was saved, the run starts again")
  }
}
