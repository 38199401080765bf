import DataStore
import ExperimentGraph

/// Data sets that are kept on this machine.
enum StoredData {
  /// Data that experiments name must be there before anything is computed.
  /// - Parameter fetch: whether what is missing is obtained.
  static func prepare(_ experiments: [ExperimentGraph], fetch: Bool) throws(CommandFailure) {
    let cache = DataCache(directory: DataFolder.path)
    for set in NamedDataSet.all where experiments.contains(where: { $0.reads(set) }) {
      do throws(DataFailure) {
        if fetch, !cache.missing(set).isEmpty {
          try cache.obtain(set, from: DataSource.remote) { Console.err($0 + "\n") }
        }
        try cache.check(set)
      } catch {
        throw CommandFailure(.badInput, "error: \(error)")
      }
    }
  }
}

extension ExperimentGraph {
  /// Whether a dataset comes from a stored set.
  fileprivate func reads(_ set: NamedDataSet) -> Bool {
    let files = set.files.map(\.name)
    return datasets.contains { dataset in dataset.content.digests.contains { files.contains($0.name) } }
  }
}
