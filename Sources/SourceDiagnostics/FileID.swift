/// The number of a file inside a `SourceMap`, in the order in which files were added.
package struct FileID: Hashable, Sendable, Comparable {
  package let index: Int

  package init(index: Int) {
    self.index = index
  }

  package static func < (a: FileID, b: FileID) -> Bool {
    a.index < b.index
  }
}
