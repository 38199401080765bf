import Constructs
import ExperimentGraph
import Results
import Runtime
import SourceDiagnostics

extension RunSubject {
  /// What a spec's run is called and made of.
  init(_ reader: SpecReader, _ experiment: ExperimentGraph, specPath: String) {
    guard let resolved = reader.resolvedText else {
      preconditionFailure("a spec with a graph is resolved")
    }
    let data = experiment.datasets.flatMap(\.content.digests).map { datum in
      guard let digest = ContentDigest(hex: datum.sha256) else {
        preconditionFailure("data digests are SHA-256 in hexadecimal digits")
      }
      return RunIdentity.Datum(name: datum.name, digest: digest)
    }
    var distinct: [RunIdentity.Datum] = []
    for datum in data where !distinct.contains(datum) { distinct.append(datum) }
    self.init(
      identity: RunIdentity(
        specName: Self.stem(of: specPath), resolvedSpec: Array(resolved.utf8), data: distinct,
        numerics: numericsVersion),
      source: reader.sources[reader.file].bytes, resolved: resolved,
      provenance: reader.provenance.map {
        Results.ProvenanceRow(path: $0.path.description, value: $0.value, origin: $0.origin.description)
      })
  }

  /// `specs/mnist-cnn.yaml` is `mnist-cnn`.
  private static func stem(of path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    for ending in [".yaml", ".yml"] where file.hasSuffix(ending) { return String(file.dropLast(ending.count)) }
    return file
  }
}
