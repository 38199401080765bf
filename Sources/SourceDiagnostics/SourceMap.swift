/// The files that take part in one invocation. A `FileID` is an index into it and stays valid for
/// ever.
package struct SourceMap: Sendable {
  private var files: [SourceFile] = []

  package init() {}

  /// Adds a file and returns its number.
  package mutating func add(_ file: SourceFile) -> FileID {
    files.append(file)
    return FileID(index: files.count - 1)
  }

  package subscript(id: FileID) -> SourceFile {
    precondition(files.indices.contains(id.index), "a FileID comes from the SourceMap that it is used with")
    return files[id.index]
  }

  /// The numbers of all files, in the order in which they were added.
  package var ids: [FileID] { files.indices.map(FileID.init(index:)) }

  /// The text that a range covers; damaged UTF-8 is shown as U+FFFD.
  package func text(_ range: SourceRange) -> String {
    let bytes = self[range.file].bytes
    return String(
      decoding: bytes[min(range.lower, bytes.count)..<min(range.upper, bytes.count)], as: UTF8.self)
  }

  /// Where a range begins, as people read it.
  package func position(of range: SourceRange) -> SourcePosition {
    self[range.file].position(of: range.lower)
  }
}
