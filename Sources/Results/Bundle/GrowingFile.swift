import Glibc

/// A file that a run appends to while it goes on: `metrics.csv`, `trace.csv`, the log.
///
/// Whoever owns it closes it. A write that fails leaves a torn end, which going on from the last
/// snapshot cuts off.
struct GrowingFile {
  let file: BundleFile
  let path: String
  private let descriptor: Int32
  private(set) var bytes: Int
  private var stream: DigestStream

  /// Begins an empty file.
  init(_ file: BundleFile, in folder: String) throws(ResultsFailure) {
    self.file = file
    path = folder + "/" + file.path
    try Folder.create(Folder.parent(of: path))
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw .system(errno, "write", path) }
    bytes = 0
    stream = DigestStream()
  }

  /// Goes on behind the first `artifact.bytes` bytes; what follows them is cut off.
  ///
  /// Returns nil when those bytes are not there or have another digest.
  init?(resuming artifact: Artifact, in folder: String) throws(ResultsFailure) {
    file = artifact.file
    path = folder + "/" + artifact.path
    guard let content = try? FileBytes.read(path, followLinks: false), content.count >= artifact.bytes
    else { return nil }
    stream = DigestStream()
    stream.update(Array(content[..<artifact.bytes]))
    guard stream.value() == artifact.digest else { return nil }
    bytes = artifact.bytes
    descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw .system(errno, "write", path) }
    guard ftruncate(descriptor, off_t(bytes)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
      let code = errno
      Glibc.close(descriptor)
      throw .system(code, "write", path)
    }
  }

  mutating func append(_ content: [UInt8]) throws(ResultsFailure) {
    let code = DurableFile.append(content, to: descriptor)
    if code != 0 { throw .system(code, "write", path) }
    stream.update(content)
    bytes += content.count
  }

  /// What has been written so far, as an artifact.
  var artifact: Artifact { Artifact(file: file, bytes: bytes, digest: stream.value()) }

  func close() {
    Glibc.close(descriptor)
  }
}
