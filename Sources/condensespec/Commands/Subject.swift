import Constructs
import ExperimentGraph
import Grammar
import Results
import Runtime
import SourceDiagnostics

extension RunSubject {
  /// What a spec's run is called and made of.
  init(_ reader: SpecReader, _ experiment: ExperimentGraph, specPath: String) {
    guard let resolved = reader.resolved else { preconditionFailure("a spec with a graph is resolved") }
    self.init(resolved, experiment, reader, specPath: specPath)
  }

  /// What the run of one point of a spec is called and made of.
  init(_ spec: Resolved<Spec>, _ experiment: ExperimentGraph, _ reader: SpecReader, specPath: String) {
    let resolved = spec.yaml(notes: false)
    self.init(
      identity: RunIdentity(
        specName: Self.stem(of: specPath), resolvedSpec: Array(resolved.utf8), data: experiment.dataIdentity,
        numerics: numericsVersion),
      source: reader.sources[reader.file].bytes, resolved: resolved,
      provenance: spec.provenance(in: reader.sources).map {
        Results.ProvenanceRow(path: $0.path.description, value: $0.value, origin: $0.origin.description)
      })
  }

  /// `specs/mnist-cnn.yaml` is `mnist-cnn`.
  static func stem(of path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    for ending in [".yaml", ".yml"] where file.hasSuffix(ending) { return String(file.dropLast(ending.count)) }
    return file
  }
}

extension ExperimentGraph {
  /// The data sets and files that take part, each once.
  var dataIdentity: [RunIdentity.Datum] {
    var distinct: [RunIdentity.Datum] = []
    for datum in datasets.flatMap(\.content.digests) + initializers.compactMap(\.digest) {
      guard let digest = ContentDigest(hex: datum.sha256) else {
        preconditionFailure("data digests are SHA-256 in hexadecimal digits")
      }
      let item = RunIdentity.Datum(name: datum.name, digest: digest)
      if !distinct.contains(item) { distinct.append(item) }
    }
    return distinct
  }
}
