import Glibc

/// Reading whole files, with a limit stated by each caller and without following a last symbolic link
/// where the file belongs to a bundle.
package enum FileBytes {
  /// The most that `read` accepts unless told otherwise: 8 GiB.
  package static let defaultLimit = 8 << 30

  /// The bytes of a regular file.
  ///
  /// The size is judged before anything is allocated. Throws `missing`, `tooLarge` or `system`.
  package static func read(
    _ path: String, limit: Int = defaultLimit, followLinks: Bool = true
  ) throws(ResultsFailure) -> [UInt8] {
    let file = try open(path, limit: limit, followLinks: followLinks)
    defer { close(file.descriptor) }
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: file.bytes) { buffer, count in
      while count < file.bytes {
        let base = buffer.baseAddress.map { UnsafeMutableRawPointer($0 + count) }
        let got = Glibc.read(file.descriptor, base, file.bytes - count)
        if got < 0 && errno == EINTR { continue }
        if got < 0 { code = errno }
        if got <= 0 { break }
        count += got
      }
    }
    if code != 0 { throw .system(code, "read", path, writing: false) }
    return bytes
  }

  /// Digest and length of a regular file, read in pieces: memory does not grow with the file.
  package static func digest(
    of path: String, followLinks: Bool = true
  ) throws(ResultsFailure) -> (digest: ContentDigest, bytes: Int) {
    let file = try open(path, limit: Int.max, followLinks: followLinks)
    defer { close(file.descriptor) }
    var stream = DigestStream()
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    var total = 0
    while true {
      let got = Glibc.read(file.descriptor, &buffer, buffer.count)
      if got < 0 && errno == EINTR { continue }
      if got < 0 { throw .system(errno, "read", path, writing: false) }
      if got == 0 { break }
      buffer.withUnsafeBytes { stream.update(UnsafeRawBufferPointer(rebasing: $0[..<got])) }
      total += got
    }
    return (stream.value(), total)
  }

  private static func open(
    _ path: String, limit: Int, followLinks: Bool
  ) throws(ResultsFailure) -> (descriptor: Int32, bytes: Int) {
    // Non-blocking, so that a pipe under the name cannot hold the program before it is judged.
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followLinks ? 0 : O_NOFOLLOW)
    let descriptor = Glibc.open(path, flags)
    guard descriptor >= 0 else { throw .system(errno, "read", path, writing: false) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .system(operation: "read", path: path, reason: "it is not a regular file")
    }
    let bytes = Int(status.st_size)
    guard bytes <= limit else {
      close(descriptor)
      throw .tooLarge(path: path, bytes: bytes, limit: limit)
    }
    return (descriptor, bytes)
  }
}
