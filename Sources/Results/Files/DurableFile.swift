import Glibc

/// Files that are either whole or absent under their name, whenever the power goes.
package enum DurableFile {
  /// Writes beside the name, syncs, and renames into place.
  ///
  /// The folder itself is not synced here: a caller with many files does that once.
  package static func write(_ bytes: [UInt8], to path: String) throws(ResultsFailure) {
    try write(CollectionOfOne(bytes), to: path) { _ in }
  }

  /// The same for a file that comes in pieces; `look` is shown each of them.
  ///
  /// - Parameter syncs: whether it is synced at once; a caller who makes many files may do that later with `sync`.
  static func write(
    _ pieces: some Sequence<[UInt8]>, to path: String, syncs: Bool = true, look: ([UInt8]) -> Void
  ) throws(ResultsFailure) {
    let temporary = Folder.parent(of: path) + "/." + Folder.name(of: path) + ".tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .system(errno, "write", path) }
    var code: Int32 = 0
    for piece in pieces where code == 0 {
      code = append(piece, to: descriptor)
      look(piece)
    }
    if code == 0 && syncs && fsync(descriptor) != 0 { code = errno }
    if close(descriptor) != 0 && code == 0 { code = errno }
    if code == 0 && rename(temporary, path) != 0 { code = errno }
    if code != 0 {
      unlink(temporary)
      throw .system(code, "write", path)
    }
  }

  /// Makes what was written to files survive a power cut.
  ///
  /// The system begins to write all of them before the first is waited for: a file system with a journal then has them in one entry of it,
  /// and finds nothing left to do for the others. One is open at a time: many bundles may be written at once.
  static func sync(_ paths: [String]) throws(ResultsFailure) {
    // Advice that the pages are not needed begins to write them; what it returns decides nothing.
    for path in paths { try opened(path) { _ = posix_fadvise($0, 0, 0, POSIX_FADV_DONTNEED) } }
    for path in paths {
      var code: Int32 = 0
      try opened(path) { code = sync($0) }
      if code != 0 { throw .system(code, "write", path) }
    }
  }

  private static func opened(_ path: String, _ use: (Int32) -> Void) throws(ResultsFailure) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw .system(errno, "write", path) }
    use(descriptor)
    close(descriptor)
  }

  /// Syncs what a descriptor is open on; 0, or the `errno` that stopped it.
  static func sync(_ descriptor: Int32) -> Int32 {
    let code = fsync(descriptor) == 0 ? 0 : errno
    // Some file systems cannot sync and say so; there is nothing more to do then.
    return code == EINVAL || code == ENOTSUP ? 0 : code
  }

  /// Writes all bytes at the descriptor's place; 0, or the `errno` that stopped it.
  package static func append(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let base = buffer.baseAddress.map { $0 + done }
        let wrote = Glibc.write(descriptor, base, buffer.count - done)
        if wrote < 0 && errno == EINTR { continue }
        if wrote < 0 { return errno }
        done += wrote
      }
      return 0
    }
  }
}
