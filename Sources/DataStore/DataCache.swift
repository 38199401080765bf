import Results

/// The folder in which data sets lie: one folder for each, with its raw files.
package struct DataCache: Sendable, Equatable {
  /// The user's cache folder, there or not yet.
  package let directory: String

  package init(directory: String) { self.directory = directory }

  /// Where data sets lie if nothing else is said: `CONDENSESPEC_DATA`, else `condensespec` in the user's cache folder.
  ///
  /// - Parameter variable: the value of an environment variable; nil or empty where it is not set.
  package static func usualDirectory(_ variable: (String) -> String?) -> String {
    func value(_ name: String) -> String? { variable(name).flatMap { $0.isEmpty ? nil : $0 } }
    if let chosen = value("CONDENSESPEC_DATA") { return chosen }
    if let cache = value("XDG_CACHE_HOME") { return cache + "/condensespec" }
    return (value("HOME") ?? "/tmp") + "/.cache/condensespec"
  }

  /// Where the files of a set lie, there or not.
  package func folder(of set: NamedDataSet) -> String { directory + "/" + set.name }

  func path(of file: NamedDataSet.File, in set: NamedDataSet) -> String {
    folder(of: set) + "/" + file.name
  }

  /// The files of a set that are not there with the right digest. Reads those that are.
  package func missing(_ set: NamedDataSet) -> [NamedDataSet.File] {
    set.files.filter { file in
      guard let found = try? FileBytes.digest(of: path(of: file, in: set)) else { return true }
      return found.digest != file.digest
    }
  }

  /// Whether a set can be read: each file there, of its length and digest.
  ///
  /// Throws `absent`, `truncated` or `altered`: the sentence to give before step 0.
  package func check(_ set: NamedDataSet) throws(DataFailure) {
    for file in set.files { _ = try read(file.name, of: set) }
  }

  /// The bytes of one file, checked by length and digest.
  package func read(_ name: String, of set: NamedDataSet) throws(DataFailure) -> [UInt8] {
    let file = set.file(name)
    let path = path(of: file, in: set)
    let bytes: [UInt8]
    do throws(ResultsFailure) {
      bytes = try FileBytes.read(path, limit: 4 << 30)
    } catch {
      if case .missing = error { throw absent(set) }
      throw .from(error)
    }
    guard bytes.count == file.bytes else {
      throw .truncated(set: set.name, path: path, bytes: bytes.count, expected: file.bytes)
    }
    guard ContentDigest(of: bytes) == file.digest else { throw .altered(set: set.name, path: path) }
    return bytes
  }

  private func absent(_ set: NamedDataSet) -> DataFailure {
    let missing = set.files.filter { file in
      guard case .missing? = failure(of: path(of: file, in: set)) else { return false }
      return true
    }
    return .absent(set: set.name, directory: directory, missing: missing.map(\.name))
  }

  private func failure(of path: String) -> ResultsFailure? {
    do throws(ResultsFailure) {
      _ = try FileBytes.digest(of: path)
      return nil
    } catch { return error }
  }

  /// Puts one file into the cache, if its digest is right; whole or not at all.
  func place(_ bytes: [UInt8], as file: NamedDataSet.File, of set: NamedDataSet) throws(DataFailure) {
    let digest = ContentDigest(of: bytes)
    guard digest == file.digest else { throw .wrongDigest(file: file.name, got: digest) }
    do throws(ResultsFailure) {
      try Folder.create(folder(of: set))
      try DurableFile.write(bytes, to: path(of: file, in: set))
      try Folder.sync(folder(of: set))
    } catch { throw .from(error) }
  }
}
