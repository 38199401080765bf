/// Why a file could not be read.
package enum FileFailure: Error, Hashable, Sendable, CustomStringConvertible {
  case notFound(path: String)
  case isDirectory(path: String)
  /// `reason` is the system's own word, such as "Permission denied".
  case notReadable(path: String, reason: String)

  package var description: String {
    switch self {
    case .notFound(let path): "there is no file `\(path)`"
    case .isDirectory(let path): "`\(path)` is a folder, not a file"
    case .notReadable(let path, let reason): "`\(path)` cannot be read: \(reason)"
    }
  }
}
