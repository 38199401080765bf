import DataStore
import Results
import TestFolders
import Testing

@Suite struct DataCacheTests {
  static let content = IDX.encode([1, 2, 3, 4], shape: [4])
  static let set = NamedDataSet(
    name: "tiny", summary: "Four bytes.", source: "—",
    files: [
      .init("a-idx1-ubyte", bytes: 12, sha256: ContentDigest(of: content).hex),
      .init("b-idx1-ubyte", bytes: 12, sha256: ContentDigest(of: content).hex),
    ])

  @Test(arguments: [
    ["a-idx1-ubyte", "b-idx1-ubyte"], ["a-idx1-ubyte.gz", "b.idx1-ubyte"],
    ["MNIST/raw/a.idx1-ubyte.gz", "raw/b-idx1-ubyte.gz"],
  ])
  func `a folder gives the files raw or packed, under their usual names`(_ names: [String]) throws {
    let folder = try TemporaryFolder()
    for name in names {
      let file = folder.path + "/from/" + name
      try Folder.create(Folder.parent(of: file))
      let isPacked = name.hasSuffix(".gz")
      try DurableFile.write(isPacked ? PackedBytes.gzip(DataCacheTests.content) : DataCacheTests.content, to: file)
    }
    let cache = DataCache(directory: folder.path + "/cache")
    var lines: [String] = []
    try cache.obtain(DataCacheTests.set, from: [.folder(folder.path + "/from")]) { lines.append($0) }
    #expect(try cache.read("b-idx1-ubyte", of: DataCacheTests.set) == DataCacheTests.content)
    #expect(cache.missing(DataCacheTests.set).isEmpty)
    #expect(lines.count == 4 && lines[0] == "tiny: looking in the folder \(folder.path)/from")
    #expect(try Folder.entries(cache.directory).map(\.name) == ["tiny"])
    lines = []
    try cache.obtain(DataCacheTests.set, from: []) { lines.append($0) }
    #expect(lines.count == 3 && lines[0] == "tiny: a-idx1-ubyte is there already")
  }

  @Test func `a source with other bytes gives nothing, and says why`() throws {
    let folder = try TemporaryFolder()
    try folder.put("other bytes.", "from/a-idx1-ubyte")
    let cache = DataCache(directory: folder.path + "/cache")
    let failure = #expect(throws: DataFailure.self) {
      try cache.obtain(DataCacheTests.set, from: [.folder(folder.path + "/from"), .folder("/none")]) { _ in }
    }
    let text = try #require(failure).description
    #expect(text.contains("a-idx1-ubyte` is another file: its SHA-256 is"))
    #expect(text.contains("the folder /none: `/none` does not exist"))
    #expect(text.hasSuffix("run `condensespec data get tiny --from FOLDER`"))
    #expect(cache.missing(DataCacheTests.set).count == 2)
    #expect(try Folder.files(below: cache.directory).isEmpty)
  }

  @Test func `absent, truncated and altered files name the command that mends them`() throws {
    let folder = try TemporaryFolder()
    let cache = DataCache(directory: folder.path)
    let set = DataCacheTests.set
    let names = ["a-idx1-ubyte", "b-idx1-ubyte"]
    #expect(throws: DataFailure.absent(set: "tiny", directory: folder.path, missing: names)) {
      try cache.check(set)
    }
    try folder.put("short", "tiny/a-idx1-ubyte")
    let path = cache.folder(of: set) + "/a-idx1-ubyte"
    #expect(throws: DataFailure.truncated(set: "tiny", path: path, bytes: 5, expected: 12)) { try cache.check(set) }
    try folder.put("twelve bytes", "tiny/a-idx1-ubyte")
    #expect(throws: DataFailure.altered(set: "tiny", path: path)) { try cache.check(set) }
    try DurableFile.write(DataCacheTests.content, to: path)
    let failure = #expect(throws: DataFailure.self) { try cache.check(set) }
    #expect(
      failure?.description
        == "the data set `tiny` is not in `\(folder.path)` (`b-idx1-ubyte` is missing): "
        + "run `condensespec data get tiny`")
  }

  @Test func `MNIST is declared with its four files`() throws {
    let set = try NamedDataSet.named("mnist")
    #expect(set.files.map(\.bytes) == [47_040_016, 60_008, 7_840_016, 10_008])
    #expect(MNIST.data(.test).map(\.name) == ["t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"])
    #expect(throws: DataFailure.unknownSet(name: "minst", known: ["mnist"])) { _ = try NamedDataSet.named("minst") }
  }

  @Test func `absent MNIST says exactly which command to run`() throws {
    let folder = try TemporaryFolder()
    let failure = #expect(throws: DataFailure.self) {
      _ = try MNIST.load(.train, from: DataCache(directory: folder.path))
    }
    #expect(failure?.description.hasSuffix("run `condensespec data get mnist`") == true)
  }
}
