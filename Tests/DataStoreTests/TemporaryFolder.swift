import Glibc
import Results

/// A folder that goes with the value.
struct TemporaryFolder: ~Copyable {
  let path: String

  init() throws {
    var template = Array("/tmp/condensespec-test-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
    }
    guard let made else { throw ResultsFailure.missing(path: "/tmp") }
    path = made
  }

  deinit { try? Folder.remove(path) }

  /// Overwrites or makes a file below.
  func put(_ text: String, _ name: String) throws {
    try Folder.create(Folder.parent(of: path + "/" + name))
    try DurableFile.write(Array(text.utf8), to: path + "/" + name)
  }

  func text(_ name: String) throws -> String {
    String(decoding: try FileBytes.read(path + "/" + name), as: UTF8.self)
  }
}
