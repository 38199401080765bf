/// Where one value of the resolved spec came from: a row of `spec/provenance.json`.
package struct ProvenanceRow: Sendable, Equatable {
  /// `model.layers.hidden.activation`.
  package let path: String
  /// The value in its canonical text, as `resolved.yaml` has it.
  package let value: String
  /// `default`, `file.yaml:12:5`, `--set let.m=10`, `sweep`.
  package let origin: String

  package init(path: String, value: String, origin: String) {
    self.path = path
    self.value = value
    self.origin = origin
  }
}

/// The file of all rows, in the order of the resolved spec.
package enum Provenance {
  /// The content of `spec/provenance.json`.
  package static func json(_ rows: [ProvenanceRow]) -> CanonicalJSON {
    .array(
      rows.map { ["path": .string($0.path), "value": .string($0.value), "origin": .string($0.origin)] })
  }

  /// Throws `malformed` when a row lacks a part.
  package static func rows(
    _ json: CanonicalJSON, name: String
  ) throws(ResultsFailure) -> [ProvenanceRow] {
    guard let elements = json.elements else {
      throw .malformed(path: name, problem: "it is not a list of values")
    }
    var rows: [ProvenanceRow] = []
    for element in elements {
      guard let path = element["path"]?.text, let value = element["value"]?.text,
        let origin = element["origin"]?.text
      else { throw .malformed(path: name, problem: "row \(rows.count + 1) lacks a part") }
      rows.append(ProvenanceRow(path: path, value: value, origin: origin))
    }
    return rows
  }
}
