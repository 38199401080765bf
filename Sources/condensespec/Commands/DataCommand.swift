import ArgumentParser
import DataStore

/// `condensespec data`: stored data sets.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "Obtain and list stored data sets.",
    subcommands: [DataGetCommand.self, DataListCommand.self])
}
