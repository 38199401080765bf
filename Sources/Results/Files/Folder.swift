import Glibc

/// Folders: made, listed in a fixed order, synced, renamed, removed.
package enum Folder {
  /// The last component of a path.
  package static func name(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return path }
    return String(path[path.index(after: slash)...])
  }

  /// Everything before the last component; `.` when there is only one.
  package static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Whether a folder is there; a symbolic link to one counts.
  package static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Makes the folder and those above it that are missing.
  package static func create(_ path: String) throws(ResultsFailure) {
    if exists(path) { return }
    let above = parent(of: path)
    if above != path { try create(above) }
    if mkdir(path, 0o755) == 0 { return }
    let code = errno
    if code != EEXIST { throw .system(code, "create the folder", path) }
    if !exists(path) {
      throw .system(operation: "create the folder", path: path, reason: "something that is not a folder has this name")
    }
  }

  /// Makes names that were renamed into the folder survive a power cut.
  package static func sync(_ path: String) throws(ResultsFailure) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(errno, "open the folder", path) }
    defer { close(descriptor) }
    let code = DurableFile.sync(descriptor)
    if code != 0 { throw .system(code, "sync the folder", path) }
  }

  /// What a folder holds: names sorted by bytes, with whether each is a folder itself (a link is not).
  package static func entries(
    _ path: String
  ) throws(ResultsFailure) -> [(name: String, isFolder: Bool)] {
    guard let handle = opendir(path) else { throw .system(errno, "list", path, writing: false) }
    defer { closedir(handle) }
    var found: [(name: String, isFolder: Bool)] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      var status = stat()
      let isFolder = lstat(path + "/" + name, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      found.append((name, isFolder))
    }
    return found.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// Every file below, as paths relative to the folder, sorted by bytes. Links are listed, not followed.
  package static func files(below path: String) throws(ResultsFailure) -> [String] {
    var found: [String] = []
    try collect(path, prefix: "", depth: 0, into: &found)
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func collect(
    _ path: String, prefix: String, depth: Int, into found: inout [String]
  ) throws(ResultsFailure) {
    guard depth < 32 else {
      throw .system(operation: "list", path: path, reason: "folders are nested too deeply")
    }
    for entry in try entries(path) {
      let relative = prefix + entry.name
      if entry.isFolder {
        try collect(path + "/" + entry.name, prefix: relative + "/", depth: depth + 1, into: &found)
      } else {
        found.append(relative)
      }
    }
  }

  /// Removes a folder with all it holds; links are removed, not followed. Absent is fine.
  package static func remove(_ path: String) throws(ResultsFailure) {
    guard exists(path) else { return }
    for entry in try entries(path) {
      let child = path + "/" + entry.name
      if entry.isFolder {
        try remove(child)
      } else if unlink(child) != 0 && errno != ENOENT {
        throw .system(errno, "remove", child)
      }
    }
    if rmdir(path) != 0 && errno != ENOENT { throw .system(errno, "remove", path) }
  }
}

extension Folder {
  /// Bytes that this user may still write where the folder is or will be.
  package static func freeBytes(_ path: String) throws(ResultsFailure) -> Int {
    var place = path
    while !exists(place) && parent(of: place) != place { place = parent(of: place) }
    var status = statvfs()
    guard statvfs(place, &status) == 0 else { throw .system(errno, "ask the free space of", place) }
    return Int(status.f_bavail) * Int(status.f_frsize)
  }
}
