import SourceDiagnostics
import YAMLTree

/// Reads a text that a test made up.
func parseRow(_ file: FileID, _ sources: SourceMap, _ diagnostics: inout Diagnostics) -> Node? {
  parse(file, in: sources, into: &diagnostics)
}
