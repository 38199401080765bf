/// All that a run needs to go on after it was killed: arrays by name, and the rest as JSON.
///
/// Kept as one safetensors file, `.resume.safetensors`, in the unfinished folder, so that it is there
/// whole or not at all. Arrays keep their bits, NaNs included.
package struct ResumeState: Sendable, Equatable {
  /// Sorted by name when read back.
  package let arrays: [NamedArray]
  /// The run's own: step, positions of its random streams, stop rules.
  package let notes: CanonicalJSON

  /// - Precondition: no two arrays have one name.
  package init(arrays: [NamedArray], notes: CanonicalJSON) {
    self.arrays = arrays
    self.notes = notes
  }

  /// The array under a name, or nil.
  package subscript(name: String) -> NumericArray? {
    arrays.first { $0.name == name }?.array
  }
}

/// A resume state with what the writer had finished when it was taken.
struct Snapshot {
  static let fileName = ".resume.safetensors"

  let id: ContentDigest
  let state: ResumeState
  let artifacts: [Artifact]
  /// Files still being appended to: their length and digest at that moment.
  let streams: [Artifact]

  var pieces: FilePieces {
    Safetensors.pieces(
      state.arrays,
      metadata: [
        ("id", id.hex),
        ("notes", state.notes.compactText),
        ("artifacts", CanonicalJSON.array(artifacts.map(\.json)).compactText),
        ("streams", CanonicalJSON.array(streams.map(\.json)).compactText),
      ], canonicalNaN: false)
  }

  init(id: ContentDigest, state: ResumeState, artifacts: [Artifact], streams: [Artifact]) {
    self.id = id
    self.state = state
    self.artifacts = artifacts
    self.streams = streams
  }

  init(parsing bytes: [UInt8], name: String) throws(ResultsFailure) {
    let (arrays, metadata) = try Safetensors.decode(bytes, name: name)
    func text(_ key: String) throws(ResultsFailure) -> String {
      guard let found = metadata.first(where: { $0.0 == key }) else {
        throw .malformed(path: name, problem: "it has no `\(key)`")
      }
      return found.1
    }
    func listed(_ key: String) throws(ResultsFailure) -> [Artifact] {
      let json = try CanonicalJSON(parsing: Array(try text(key).utf8), name: name)
      let found = (json.elements ?? []).compactMap { Artifact($0) }
      guard found.count == json.elements?.count else {
        throw .malformed(path: name, problem: "`\(key)` is incomplete")
      }
      for artifact in found { try artifact.file.checkName() }
      return found
    }
    guard let id = ContentDigest(hex: try text("id")) else {
      throw .malformed(path: name, problem: "it has no id")
    }
    self.id = id
    state = ResumeState(
      arrays: arrays, notes: try CanonicalJSON(parsing: Array(try text("notes").utf8), name: name))
    artifacts = try listed("artifacts")
    streams = try listed("streams")
  }
}
