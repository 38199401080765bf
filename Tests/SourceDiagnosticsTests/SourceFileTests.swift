import SourceDiagnostics
import Testing

@Suite struct SourceFileTests {
  struct Place: CustomTestStringConvertible, Sendable {
    let text: String
    let offset: Int
    let line: Int
    let column: Int

    init(_ text: String, _ offset: Int, _ line: Int, _ column: Int) {
      (self.text, self.offset, self.line, self.column) = (text, offset, line, column)
    }

    var testDescription: String { "\(text.debugDescription) at \(offset)" }
  }

  @Test(arguments: [
    Place("", 0, 1, 1),
    Place("abc", 0, 1, 1),
    Place("abc", 2, 1, 3),
    Place("abc", 3, 1, 4),
    Place("abc", 99, 1, 4),
    Place("a\nb", 1, 1, 2),
    Place("a\nb", 2, 2, 1),
    Place("a\r\nb", 2, 1, 3),
    Place("a\r\nb", 3, 2, 1),
    Place("a\rb", 2, 2, 1),
    Place("a\n\n", 3, 3, 1),
    Place("é: x", 2, 1, 2),
    Place("é: x", 1, 1, 1),
    Place("凝聚: x", 6, 1, 3),
    Place("👩‍🔬x", 11, 1, 4),
    Place("\u{FEFF}ab", 3, 1, 1),
    Place("\u{FEFF}ab", 4, 1, 2),
    Place("\u{FEFF}ab", 0, 1, 1),
  ])
  func `an offset has a line and a column in Unicode scalars`(_ place: Place) {
    let position = SourceFile(name: "x", text: place.text).position(of: place.offset)
    #expect(position == SourcePosition(line: place.line, column: place.column))
  }

  @Test func `every byte of damaged UTF-8 counts as one column`() {
    let file = SourceFile(name: "x", bytes: [0x61, 0xE9, 0xE4, 0xBD, 0x62, 0xF0])
    let columns = (0...6).map { file.position(of: $0).column }
    #expect(columns == [1, 2, 3, 4, 5, 6, 7])
  }

  @Test func `lines are given without their ends`() {
    let file = SourceFile(name: "x", text: "\u{FEFF}a\r\nbb\rccc\n")
    #expect(file.lineCount == 4)
    #expect((1...4).map(file.line) == ["a", "bb", "ccc", ""])
  }

  @Test func `a file that is not there, or is a folder, is a failure with a sentence`() {
    #expect(throws: FileFailure.notFound(path: "no/such/file.yaml")) {
      try SourceFile(contentsOf: "no/such/file.yaml")
    }
    #expect(throws: FileFailure.isDirectory(path: "/")) { try SourceFile(contentsOf: "/") }
    #expect("\(FileFailure.notFound(path: "a.yaml"))" == "there is no file `a.yaml`")
    #expect("\(FileFailure.isDirectory(path: "a"))" == "`a` is a folder, not a file")
    #expect("\(FileFailure.notReadable(path: "a", reason: "no"))" == "`a` cannot be read: no")
  }

  @Test func `a file without end is read to just beyond the limit`() throws {
    let file = try SourceFile(contentsOf: "/dev/zero")
    #expect(file.bytes.count == SourceFile.byteLimit + 1)
  }

  @Test func `a range is a piece of text in its file`() {
    var sources = SourceMap()
    _ = sources.add(SourceFile(name: "a", text: "first"))
    let second = sources.add(SourceFile(name: "b", text: "one\ntwo"))
    let range = SourceRange(file: second, lower: 4, upper: 7)
    #expect(sources.text(range) == "two")
    #expect(sources.position(of: range) == SourcePosition(line: 2, column: 1))
    #expect(sources.ids.map { sources[$0].name } == ["a", "b"])
    let union = range.union(SourceRange(file: second, lower: 1, upper: 2))
    #expect(union == SourceRange(file: second, lower: 1, upper: 7))
    #expect(!union.isEmpty)
  }

  @Test func `a range that runs backwards is our own mistake`() async {
    await #expect(processExitsWith: .failure) {
      _ = SourceRange(file: FileID(index: 0), lower: 2, upper: 1)
    }
  }
}
