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

  /// Makes what was written to a file survive a power cut.
  static func sync(_ path: String) throws(ResultsFailure) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw .system(errno, "write", path) }
    defer { close(descriptor) }
    if fsync(descriptor) != 0 { throw .system(errno, "write", path) }
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
