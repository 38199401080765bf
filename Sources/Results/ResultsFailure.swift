import Glibc

/// What can go wrong with the world while a bundle or a file format is written or read.
///
/// The description is one sentence that stands alone after `error: `.
package enum ResultsFailure: Error, Equatable, Sendable, CustomStringConvertible {
  /// The disk, or the user's share of it, is full.
  case diskFull(path: String)
  /// Writing there is not permitted.
  case notWritable(path: String, reason: String)
  /// A file or folder that must be there is not.
  case missing(path: String)
  /// Any other refusal of the operating system: what was tried, on what, and its reason.
  case system(operation: String, path: String, reason: String)
  /// The file is larger than its reader accepts. Both sizes in bytes.
  case tooLarge(path: String, bytes: Int, limit: Int)
  /// The content of a file breaks its format; `problem` says where and how.
  case malformed(path: String, problem: String)
  /// A file of a bundle is not what was written.
  case altered(path: String)
  /// The folder has no `bundle.json`.
  case notABundle(path: String)
  /// The bundle was written by a later version of the tool than this one reads.
  case newerFormat(path: String, format: Int, known: Int)
  /// A name that would leave the bundle's folder, or that its manifest cannot carry.
  case invalidName(name: String, reason: String)
  /// Two runs of the same id came to different results.
  case resultMismatch(final: String, theirs: ContentDigest, ours: ContentDigest, kept: String)
  /// Another run with the same first eight digits of its id has the folder.
  case idCollision(final: String, theirs: String, ours: String)
  /// More than a hundred processes write the same run.
  case tooManyWriters(path: String)

  /// One sentence for people.
  package var description: String {
    switch self {
    case .diskFull(let path):
      return "cannot write `\(path)`: the disk is full; nothing final was changed, free space and run again"
    case .notWritable(let path, let reason):
      return "cannot write `\(path)`: \(reason); choose a folder you may write to with `--out`"
    case .missing(let path):
      return "`\(path)` does not exist"
    case .system(let operation, let path, let reason):
      return "cannot \(operation) `\(path)`: \(reason)"
    case .tooLarge(let path, let bytes, let limit):
      return "`\(path)` has \(bytes) bytes, more than the \(limit) accepted"
    case .malformed(let path, let problem):
      return "`\(path)` is malformed: \(problem)"
    case .altered(let path):
      return "`\(path)` was altered after it was written: its digest is not the one of the bundle"
    case .notABundle(let path):
      return "`\(path)` is not a result bundle: it has no `\(BundleFile.indexName)`"
    case .newerFormat(let path, let format, let known):
      return "`\(path)` has bundle format \(format); this version reads formats up to \(known)"
    case .invalidName(let name, let reason):
      return "`\(name)` cannot name a file of a bundle: \(reason)"
    case .resultMismatch(let final, let theirs, let ours, let kept):
      return "the same run came to another result: `\(final)` has \(theirs), this run has \(ours); "
        + "this run is kept in `\(kept)`, compare them with `condensespec diff`"
    case .idCollision(let final, let theirs, let ours):
      return "`\(final)` holds another run, \(theirs), whose id begins like this one's, \(ours); "
        + "write this run elsewhere with `--out`"
    case .tooManyWriters(let path):
      return "too many processes are writing `\(path)` at once"
    }
  }

  /// The failure behind an `errno`. The operation is a verb phrase: "write", "create the folder".
  package static func system(
    _ code: Int32, _ operation: String, _ path: String, writing: Bool = true
  ) -> ResultsFailure {
    switch code {
    case ENOSPC, EDQUOT: return .diskFull(path: path)
    case ENOENT where !writing: return .missing(path: path)
    case EACCES, EPERM, EROFS:
      if writing { return .notWritable(path: path, reason: sentence(code)) }
      return .system(operation: operation, path: path, reason: sentence(code))
    default: return .system(operation: operation, path: path, reason: sentence(code))
    }
  }

  /// Our own words for the common codes, so that the language of the system does not enter.
  private static func sentence(_ code: Int32) -> String {
    switch code {
    case EACCES, EPERM: return "permission denied"
    case EROFS: return "the file system is read-only"
    case ENOENT: return "its folder does not exist"
    case ENOTDIR: return "a part of the path is not a folder"
    case EISDIR: return "it is a folder"
    case EEXIST, ENOTEMPTY: return "it exists already"
    case ENAMETOOLONG: return "the name is too long"
    case EFBIG: return "the file would pass the size limit of the system"
    case ELOOP: return "it is a symbolic link"
    case EMFILE, ENFILE: return "too many files are open"
    case EIO: return "the device reports an input/output error"
    case ENOMEM: return "out of memory"
    default: return "system error \(code)"
    }
  }
}
