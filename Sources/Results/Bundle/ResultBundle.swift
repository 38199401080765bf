import Glibc

/// A finished bundle on disk, read back.
///
/// Opening it reads `bundle.json` alone; files are read when asked for, and `verifyIntegrity` compares
/// them all with their digests.
package struct ResultBundle: Sendable, Equatable {
  /// The folder, as given.
  package let path: String
  /// What `bundle.json` says.
  package let index: BundleIndex

  /// Throws `missing`, `notABundle`, `malformed` or `newerFormat`.
  package init(at path: String) throws(ResultsFailure) {
    var folder = path
    while folder.count > 1 && folder.hasSuffix("/") { folder.removeLast() }
    guard Folder.exists(folder) else { throw access(folder, F_OK) == 0 ? .notABundle(path: folder) : .missing(path: folder) }
    let file = folder + "/" + BundleFile.indexName
    let bytes: [UInt8]
    do {
      bytes = try FileBytes.read(file, limit: 64 << 20, followLinks: false)
    } catch {
      if case .missing = error { throw .notABundle(path: folder) }
      throw error
    }
    self.path = folder
    index = try BundleIndex(parsing: bytes, name: file)
  }

  /// A bundle whose index was written just now.
  init(at folder: String, _ index: BundleIndex) {
    path = folder
    self.index = index
  }

  /// The entry of a file, or nil when the bundle does not list it.
  package func artifact(_ path: String) -> Artifact? {
    index.artifacts.first { $0.path == path }
  }

  /// The bytes of a listed file, compared with its digest. Throws `missing` when it is not listed or
  /// not there, `altered` when it is not what was written.
  package func bytes(of path: String) throws(ResultsFailure) -> [UInt8] {
    let full = self.path + "/" + path
    guard let artifact = artifact(path) else { throw .missing(path: full) }
    let bytes = try FileBytes.read(full, followLinks: false)
    guard ContentDigest(of: bytes) == artifact.digest else { throw .altered(path: full) }
    return bytes
  }

  /// A table (`metrics.csv`, `probes/NAME.csv`, `trace.csv`).
  package func table(_ path: String) throws(ResultsFailure) -> CSVTable {
    try CSVTable(parsing: bytes(of: path), name: self.path + "/" + path)
  }

  /// A `.npy` array.
  package func array(_ path: String) throws(ResultsFailure) -> NumericArray {
    try NPY.decode(bytes(of: path), name: self.path + "/" + path)
  }

  /// An array of a run; nil if there is none of that name.
  package func array(_ file: BundleFile) throws(ResultsFailure) -> NumericArray? {
    artifact(file.path) == nil ? nil : try array(file.path)
  }

  /// The arrays of a `.safetensors` file, sorted by name.
  package func tensors(_ path: String) throws(ResultsFailure) -> [NamedArray] {
    try Safetensors.decode(bytes(of: path), name: self.path + "/" + path).arrays
  }

  /// A JSON file.
  package func json(_ path: String) throws(ResultsFailure) -> CanonicalJSON {
    try CanonicalJSON(parsing: bytes(of: path), name: self.path + "/" + path)
  }
}
