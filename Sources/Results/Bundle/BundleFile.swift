/// A file of a bundle: where it stands in the folder, and its class.
///
/// The fixed names of the bundle format are declared here and nowhere else.
package struct BundleFile: Sendable, Equatable {
  /// Relative to the bundle, parts joined by `/`.
  package let path: String
  /// Whether it must be the same in every run of the spec.
  package let kind: ArtifactClass

  /// A file of any other name; the writer judges the name.
  package init(_ path: String, _ kind: ArtifactClass) {
    self.path = path
    self.kind = kind
  }

  /// The same file under another class: singular values, for example, are not exact.
  package func classed(_ kind: ArtifactClass) -> BundleFile { BundleFile(path, kind) }

  static let indexName = "bundle.json"
  static let manifestName = "MANIFEST.sha256"

  /// The spec as written. Its wording is not a part of the result.
  package static let sourceSpec = BundleFile("spec/source.yaml", .volatile)
  /// The spec with every default filled and every expression evaluated.
  package static let resolvedSpec = BundleFile("spec/resolved.yaml", .exact)
  /// Where each value of the resolved spec came from.
  package static let provenance = BundleFile("spec/provenance.json", .volatile)
  /// One row per recorded step: the column `step`, then one column per metric.
  package static let metrics = BundleFile("metrics.csv", .exact)
  /// The rows `step,tensor,digest`.
  package static let trace = BundleFile("trace.csv", .exact)
  /// Each claim: name, text, verdict, margin, evidence.
  package static let claims = BundleFile("claims.json", .exact)
  /// The bundle as one page.
  package static let report = BundleFile("report.html", .derived)
  /// Machine, versions, times.
  package static let environment = BundleFile("environment.json", .volatile)
  /// One JSON object per line, as the run goes on.
  package static let log = BundleFile("log.jsonl", .volatile)

  /// A probe's table: the column `step`, then the probe's own.
  package static func probeTable(_ probe: String) -> BundleFile {
    BundleFile("probes/\(probe).csv", .exact)
  }

  /// One array of a probe, or what one of several stages recorded of it.
  package static func probeArray(_ probe: String, _ array: String, stage: String? = nil) -> BundleFile {
    BundleFile("probes/\(probe)/\(stage.map { $0 + "-" } ?? "")\(array).npy", .exact)
  }

  /// Where checkpoints stand, with the slash.
  package static let checkpointFolder = "checkpoints/"

  /// The parameters after `step` updates: `checkpoints/step-000100.safetensors`.
  package static func checkpoint(step: Int) -> BundleFile {
    BundleFile("\(checkpointFolder)step-\(stepDigits(step)).safetensors", .exact)
  }

  /// The points of a sweep: axes, the run of each and how it ended.
  package static let pointTable = BundleFile("table.csv", .exact)

  /// The numbers of a summary of a sweep.
  package static func summaryTable(_ name: String) -> BundleFile {
    BundleFile("summaries/\(name).csv", .exact)
  }

  /// A picture made from the other files.
  package static func figure(_ name: String) -> BundleFile {
    BundleFile("figures/\(name).svg", .derived)
  }

  /// A step as file names hold it: six digits or more, so that names sort by step.
  package static func stepDigits(_ step: Int) -> String {
    let digits = String(step)
    return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  /// Refuses a path that leaves the folder, hides, takes a name of the format itself, or that a line of
  /// the manifest cannot carry.
  func checkName() throws(ResultsFailure) {
    func refuse(_ reason: String) -> ResultsFailure { .invalidName(name: path, reason: reason) }
    if path == BundleFile.indexName || path == BundleFile.manifestName {
      throw refuse("the bundle format itself uses it")
    }
    if path.utf8.count > 240 { throw refuse("it is longer than 240 bytes") }
    for scalar in path.unicodeScalars where scalar.value < 32 || scalar.value == 127 || scalar == "\\" {
      throw refuse("it has a control character or a backslash")
    }
    for part in path.split(separator: "/", omittingEmptySubsequences: false) {
      if part.isEmpty { throw refuse("a part of it is empty") }
      if part.hasPrefix(".") { throw refuse("a part of it begins with a dot") }
    }
  }
}

/// A file of a bundle as `bundle.json` lists it.
package struct Artifact: Sendable, Equatable {
  package let file: BundleFile
  /// Its length.
  package let bytes: Int
  /// SHA-256 of its bytes.
  package let digest: ContentDigest

  package init(file: BundleFile, bytes: Int, digest: ContentDigest) {
    self.file = file
    self.bytes = bytes
    self.digest = digest
  }

  package var path: String { file.path }
  package var kind: ArtifactClass { file.kind }
}
