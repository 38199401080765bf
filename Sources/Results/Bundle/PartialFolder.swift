import Glibc

/// The hidden folder in which one process writes one run: `runs/.<name>-<id8>.partial`, or, when another
/// process has that, `.<name>-<id8>.2.partial` and so on.
///
/// Owned through an advisory lock on a file beside it, which the system releases however the process
/// ends. Where the file system knows no locks, ownership is assumed.
struct PartialFolder {
  let path: String
  private let lockPath: String
  private let descriptor: Int32

  /// Takes the first folder that nobody writes, made if it is not there.
  static func acquire(
    runs: String, name: String, limit: Int = 100
  ) throws(ResultsFailure) -> PartialFolder {
    try Folder.create(runs)
    for number in 1...limit {
      let infix = number == 1 ? "" : ".\(number)"
      let path = runs + "/." + name + infix + ".partial"
      if let descriptor = try lock(path + ".lock") {
        let folder = PartialFolder(path: path, lockPath: path + ".lock", descriptor: descriptor)
        do {
          try Folder.create(path)
        } catch {
          folder.release()
          throw error
        }
        return folder
      }
    }
    throw .tooManyWriters(path: runs + "/" + name)
  }

  /// The open, locked file; nil when another process has it.
  private static func lock(_ path: String) throws(ResultsFailure) -> Int32? {
    while true {
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
      guard descriptor >= 0 else { throw .system(errno, "write", path) }
      if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
        let code = errno
        if code == EINTR {
          close(descriptor)
          continue
        }
        if code == EWOULDBLOCK {
          close(descriptor)
          return nil
        }
        guard [ENOLCK, ENOSYS, ENOTSUP, EINVAL].contains(code) else {
          close(descriptor)
          throw .system(code, "lock", path)
        }
      }
      // The owner before us may have removed the name between our opening and our locking it: then
      // what we hold is nobody's lock any more.
      var held = stat()
      var named = stat()
      if fstat(descriptor, &held) == 0, stat(path, &named) == 0, held.st_ino == named.st_ino,
        held.st_dev == named.st_dev
      {
        return descriptor
      }
      close(descriptor)
    }
  }

  /// Gives the lock back; the folder stays as it is.
  func release() {
    unlink(lockPath)
    close(descriptor)
  }

  /// Removes everything in the folder but the files named, which are relative paths.
  func clear(except kept: Set<String> = []) throws(ResultsFailure) {
    for file in try Folder.files(below: path) where !kept.contains(file) {
      if unlink(path + "/" + file) != 0 && errno != ENOENT {
        throw .system(errno, "remove", path + "/" + file)
      }
    }
  }
}
