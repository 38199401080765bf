import DataStore
import Glibc
import Testing

/// The real thing, over the network: only on demand.
@Suite struct FetchMNISTTests {
  static let directory = getenv("CONDENSESPEC_TEST_FETCH").map { String(cString: $0) }

  @Test(.enabled(if: directory != nil))
  func `MNIST is obtained from the public sources`() throws {
    let directory = try #require(FetchMNISTTests.directory)
    let cache = DataCache(directory: directory)
    try cache.obtain(MNIST.declaration, from: DataSource.remote) { print($0) }
    let train = try MNIST.load(.train, from: cache)
    #expect(train.count == 60_000 && train.rows == 28 && train.columns == 28)
    #expect(Array(train.labels.prefix(5)) == [5, 0, 4, 1, 9])
    let test = try MNIST.load(.test, from: cache)
    #expect(test.count == 10_000)
    #expect(Array(test.labels.prefix(5)) == [7, 2, 1, 0, 4])
  }
}
