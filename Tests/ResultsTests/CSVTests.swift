import Results
import Testing

@Suite struct CSVTests {
  @Test func `a row is written with quotes only where they are needed`() {
    let row = CSVRow([.integer(10), .number(0.1), .single(0.1), .text("a,b\"c"), .text(" x"), .empty, .number(.nan)])
    #expect(row.line == "10,0.1,0.1,\"a,b\"\"c\",\" x\",,nan\n")
  }

  @Test func `what is written is read back`() throws {
    let texts = ["plain", "with,comma", "with \"quotes\"", "two\nlines", "", "学"]
    let file = CSVRow.heading(["a", "b", "c", "d", "e", "f"]) + CSVRow(texts.map { .text($0) }).line
    let table = try CSVTable(parsing: Array(file.utf8), name: "t")
    #expect(table.columns == ["a", "b", "c", "d", "e", "f"])
    #expect(table.rows == [texts])
  }

  @Test func `cells know their place, and either line end is read`() throws {
    var reader = CSVReader(Array("\u{FEFF}a,b\r\n\r\n\"x\ny\",2\n".utf8), name: "t")
    #expect(try reader.next()?.map(\.column) == [1, 3])
    let second = try #require(try reader.next())
    #expect(second.map(\.text) == ["x\ny", "2"])
    #expect(second[0].line == 3 && second[1].line == 4)
    #expect(try reader.next() == nil)
  }

  struct Refused {
    let text: String
    let problem: String
  }

  @Test(arguments: [
    Refused(text: "", problem: "the table is empty"),
    Refused(text: "a,b\n1\n", problem: "line 2: 1 cells under 2 columns"),
    Refused(text: "a,a\n", problem: "the column `a` stands twice"),
    Refused(text: "a\n\"x\n", problem: "line 2, column 1: the quote that begins here is not closed"),
    Refused(text: "a\n\"x\"y\n", problem: "line 2, column 1: text follows the closing quote of the cell"),
  ])
  func `a broken table is refused at its place`(_ row: Refused) {
    #expect(throws: ResultsFailure.malformed(path: "t", problem: row.problem)) {
      try CSVTable(parsing: Array(row.text.utf8), name: "t")
    }
  }
}
