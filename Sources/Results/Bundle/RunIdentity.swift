/// What a run *is*: its resolved spec, its data and the numerics version. Two runs of one identity must
/// come to the same result.
package struct RunIdentity: Sendable, Equatable {
  /// A data set that took part, by the digest of its bytes.
  package struct Datum: Sendable, Equatable {
    /// The name under which the run knows it: a set's file, or the path in the spec.
    package let name: String
    /// SHA-256 of the bytes that were read.
    package let digest: ContentDigest

    package init(name: String, digest: ContentDigest) {
      self.name = name
      self.digest = digest
    }
  }

  /// The spec's name, made safe for a folder.
  package let specName: String
  /// Sorted by name.
  package let data: [Datum]
  /// The version of the numerics contract.
  package let numerics: Int
  /// The digest of the three parts; the name is not one of them.
  package let id: ContentDigest

  /// - Parameters:
  ///   - specName: the spec's file name without its ending; see `folderName(for:)`.
  ///   - resolvedSpec: the bytes of `spec/resolved.yaml`.
  ///   - data: the files that were read; their order does not matter.
  package init(specName: String, resolvedSpec: [UInt8], data: [Datum], numerics: Int) {
    self.specName = RunIdentity.folderName(for: specName)
    let sorted = data.sorted { a, b in
      a.name == b.name ? a.digest < b.digest : a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
    }
    self.data = sorted
    self.numerics = numerics
    id = RunIdentity.id(resolved: ContentDigest(of: resolvedSpec), data: sorted, numerics: numerics)
  }

  /// The id: the digest of a short canonical text that names the parts.
  static func id(resolved: ContentDigest, data: [Datum], numerics: Int) -> ContentDigest {
    let parts: CanonicalJSON = [
      "numerics": .integer(numerics),
      "resolved": .string(resolved.hex),
      "data": .array(data.map { ["name": .string($0.name), "sha256": .string($0.digest.hex)] }),
    ]
    return ContentDigest(of: parts.compactText)
  }

  /// The first eight digits of the id.
  package var id8: String { String(id.hex.prefix(8)) }

  /// `<spec-name>-<id8>`.
  package var folderName: String { specName + "-" + id8 }

  /// A text as a folder's name: letters and digits of any script, `.`, `_` and `-` stay, anything else
  /// becomes `-`; no leading dot or dash, at most 100 bytes, `spec` if nothing is left.
  package static func folderName(for text: String) -> String {
    var name = ""
    for character in text {
      let isKept = character.isLetter || character.isNumber || "._-".contains(character)
      let next = isKept ? String(character) : "-"
      if name.isEmpty && (next == "." || next == "-") { continue }
      if name.utf8.count + next.utf8.count > 100 { break }
      name += next
    }
    return name.isEmpty ? "spec" : name
  }
}
