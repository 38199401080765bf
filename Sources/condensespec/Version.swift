import Constructs
import Results
import Runtime

/// What this build is: its version and the contracts it keeps.
enum Version {
  /// The tool's own version.
  static let tool = "0.1.0"

  static let text =
    "condensespec \(tool) (language \(Spec.languageVersions.map(String.init).joined(separator: ", ")), numerics \(numericsVersion), "
    + "bundle format \(BundleIndex.currentFormat))"
}
