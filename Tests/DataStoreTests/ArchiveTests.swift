import DataStore
import Testing

@Suite struct ArchiveTests {
  static let content = Array("condensation of neurons".utf8)

  @Test func `a gzip file unpacks`() throws {
    #expect(try Inflate.gzip(PackedBytes.gzip(ArchiveTests.content), limit: 100, name: "t") == ArchiveTests.content)
  }

  @Test func `a gzip file that is cut off, damaged, followed or too large is refused`() {
    let file = PackedBytes.gzip(ArchiveTests.content)
    var damaged = file
    damaged[20] ^= 1
    let cases: [([UInt8], Int, String)] = [
      (Array(file.prefix(5)), 100, "it is too short for a gzip file"),
      (file.dropLast(9), 100, "it is cut off"),
      (damaged, 100, "its compressed data is damaged"),
      (file + [0], 100, "other bytes follow its compressed data"),
      (file, 10, "it unpacks to more than 10 bytes"),
      (Array(repeating: 7, count: 40), 100, "its compressed data is damaged"),
    ]
    for (file, limit, problem) in cases {
      #expect(throws: DataFailure.malformed(path: "t", problem: problem)) {
        try Inflate.gzip(file, limit: limit, name: "t")
      }
    }
  }

  @Test(arguments: [false, true])
  func `a member of a zip archive is found by name and checked`(_ isDeflated: Bool) throws {
    let file = PackedBytes.zip("a/b.txt", ArchiveTests.content, isDeflated: isDeflated)
    let archive = try ZipArchive(file, name: "t")
    #expect(try archive.content(of: "a/b.txt", limit: 100) == ArchiveTests.content)
    #expect(throws: DataFailure.malformed(path: "t", problem: "it has no member `c`")) {
      try archive.content(of: "c", limit: 100)
    }
    #expect(throws: DataFailure.malformed(path: "t", problem: "`a/b.txt` has 23 bytes, more than the 5 accepted")) {
      try archive.content(of: "a/b.txt", limit: 5)
    }
    let harmed = PackedBytes.zip("a/b.txt", ArchiveTests.content, isDeflated: isDeflated, damage: 1)
    #expect(throws: DataFailure.malformed(path: "t", problem: "`a/b.txt` is damaged")) {
      try ZipArchive(harmed, name: "t").content(of: "a/b.txt", limit: 100)
    }
  }

  @Test func `every prefix of an archive is refused, not trapped on`() {
    let file = PackedBytes.zip("a", ArchiveTests.content, isDeflated: true)
    for length in 0..<file.count {
      #expect(throws: DataFailure.self) { _ = try ZipArchive(Array(file.prefix(length)), name: "t") }
    }
  }
}
