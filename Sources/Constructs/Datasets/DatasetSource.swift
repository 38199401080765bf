import DataStore
import ExperimentGraph
import Grammar
import Kernels
import SourceDiagnostics

/// Where a dataset construct finds what it needs while the experiment is lowered.
package struct DatasetSite: Sendable {
  /// The dataset's name in the spec.
  let name: String
  let seed: UInt64
  /// Folder that relative paths start from: the spec's own.
  let folder: String
  /// Stored data sets.
  let cache: DataCache
  /// The other datasets of the spec, so that one may use another's target.
  let others: [(name: String, source: any DatasetSource)]
  /// Where the dataset stands in the spec.
  let range: SourceRange

  /// The random stream of one part of this dataset.
  func stream(_ part: String) -> RandomStream {
    RandomStream(seed: seed, name: "data.\(name).\(part)")
  }

  /// A path of the spec as a path of the file system.
  func path(_ written: String) -> String {
    written.hasPrefix("/") ? written : folder + "/" + written
  }

  /// Whether so many numbers that are made, not read, are as many as a dataset may have; reports more.
  /// - Parameter what: what they are, in the plural.
  func holds(_ numbers: Int, what: String, _ diagnostics: inout Diagnostics) -> Bool {
    if numbers <= Limits.dataNumbers { return true }
    diagnostics.report(
      Diagnostic(
        .memoryLimit, "these \(what) are more than \(Limits.grouped(Limits.dataNumbers)) numbers, the most of a dataset", at: range,
        help: "take fewer \(what)"))
    return false
  }
}

/// A dataset as a spec describes it.
package protocol DatasetSource: Sendable {
  /// Shapes, counts and how to load; reports and returns nil where files are absent or do not suit.
  func content(_ site: DatasetSite, _ diagnostics: inout Diagnostics) -> DatasetContent?
}
