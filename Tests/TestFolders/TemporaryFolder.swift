import Glibc
import Results

/// A folder that goes with the value.
package final class TemporaryFolder: Sendable {
  package let path: String

  /// In memory where there is such a place: every file of a bundle is synced, and disks are slow at that.
  package init() throws {
    let place = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    var template = Array((place + "/condensespec-test-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw ResultsFailure.missing(path: place) }
    path = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { try? Folder.remove(path) }

  /// Overwrites or makes a file below; gives its path.
  @discardableResult package func put(_ text: String, _ name: String) throws -> String {
    try Folder.create(Folder.parent(of: path + "/" + name))
    try DurableFile.write(Array(text.utf8), to: path + "/" + name)
    return path + "/" + name
  }

  /// What a file below says.
  package func text(_ name: String) throws -> String {
    String(decoding: try FileBytes.read(path + "/" + name), as: UTF8.self)
  }
}
