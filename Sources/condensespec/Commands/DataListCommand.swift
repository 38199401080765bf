import ArgumentParser
import DataStore

/// `condensespec data list`: the stored data sets and whether they are there.
struct DataListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List data sets and whether they are there.")

  func run() throws {
    let cache = DataCache(directory: DataFolder.path)
    for set in NamedDataSet.all {
      let missing = cache.missing(set).count
      let state =
        missing == 0 ? "there, digests right" : "\(missing) of \(set.files.count) files missing or altered"
      Console.out("\(set.name)  \(state)\n  \(set.summary)\n  \(set.source)\n  \(cache.folder(of: set))\n")
    }
  }
}
