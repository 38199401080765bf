import DataStore
import Results
import Testing

@Suite struct NumberTableTests {
  @Test func `a table with a heading is read by column`() throws {
    let text = "x,y\n1, 2.5\n-3e-1,.5\n"
    let table = try NumberTable(parsing: Array(text.utf8), name: "t")
    #expect(table.names == ["x", "y"] && table.rows == 2 && table.columns == 2)
    #expect(table.values == [1, 2.5, -0.3, 0.5])
    #expect(table.index(of: "y") == 1 && table.index(of: "z") == nil)
    #expect(table.digest == ContentDigest(of: text))
  }

  @Test func `a table without a heading is read whole`() throws {
    let table = try NumberTable(parsing: Array("1,2\r\n3,4".utf8), name: "t")
    #expect(table.names == nil && table.values == [1, 2, 3, 4])
    let named = try NumberTable(parsing: Array("1,2\n3,4\n".utf8), name: "t", header: .present)
    #expect(named.names == ["1", "2"] && named.values == [3, 4])
  }

  struct Refused {
    let text: String
    let failure: DataFailure
    var header = NumberTable.Header.guess
  }

  @Test(arguments: [
    Refused(
      text: "x,y\n1,2\n3,four\n",
      failure: .badCell(path: "t", line: 3, column: 3, text: "four", problem: "is not a number")),
    Refused(
      text: "1,\n",
      failure: .badCell(
        path: "t", line: 1, column: 3, text: "", problem: "is empty where a number is expected"),
      header: .absent),
    Refused(
      text: "x\nnan\n", failure: .badCell(path: "t", line: 2, column: 1, text: "nan", problem: "is not finite")),
    Refused(
      text: "1,2\n3\n", failure: .malformed(path: "t", problem: "line 2 has 1 cell, the first has 2")),
    Refused(text: "x,y\n", failure: .malformed(path: "t", problem: "it holds no rows of numbers")),
    Refused(text: "", failure: .malformed(path: "t", problem: "it holds no rows of numbers")),
    Refused(
      text: "1\n\"2\n",
      failure: .malformed(path: "t", problem: "line 2, column 1: the quote that begins here is not closed")),
  ])
  func `a bad cell is named with its place`(_ row: Refused) {
    #expect(throws: row.failure) {
      _ = try NumberTable(parsing: Array(row.text.utf8), name: "t", header: row.header)
    }
  }

  @Test func `more numbers than the limit are refused`() {
    #expect(throws: DataFailure.tooLarge(path: "t", count: 4, limit: 3)) {
      _ = try NumberTable(parsing: Array("1,2\n3,4\n".utf8), name: "t", limit: 3)
    }
  }

  @Test func `the sentence of a bad cell stands like one of a compiler`() {
    let failure = DataFailure.badCell(path: "d.csv", line: 3, column: 3, text: "four", problem: "is not a number")
    #expect(failure.description == "d.csv:3:3: `four` is not a number")
  }
}
