import ArgumentParser
import Constructs
import Grammar

/// `condensespec schema`: the language as JSON Schema, for editors.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of specs, for editors and validators.")

  func run() throws {
    Console.out(Documents.schema)
  }
}
