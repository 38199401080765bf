import Glibc

/// The repository's folder, from this file's own place in it.
let repository = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

/// A file of `Sources`, as text.
struct SourceText: Sendable {
  /// From `Sources` on: `Kernels/Pool.swift`.
  let path: String
  let text: String

  /// The folder directly under `Sources`: the target.
  var target: String { String(path.prefix { $0 != "/" }) }
  var isSwift: Bool { path.hasSuffix(".swift") }
  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  /// The lines without comments and the text in quotes, as far as one line shows.
  var code: [(number: Int, text: String)] {
    lines.enumerated().map { index, line in
      var code = String(line).replacing(/"(\\.|[^"\\])*"/, with: "\"\"")
      if let comment = code.firstRange(of: "//") { code = String(code[..<comment.lowerBound]) }
      return (index + 1, code)
    }
  }

  /// Names of the modules it imports.
  var imports: [String] {
    lines.compactMap { line in
      line.firstMatch(of: /^(?:@[A-Za-z_]+ |private |internal |package )*import (?:struct |enum |func |var )?([A-Za-z0-9_]+)/).map {
        String($0.1)
      }
    }
  }

  /// Every file of `Sources` once: links to a folder that stands there under another name are left out. Sorted by path.
  static let all: [SourceText] = files(under: "").sorted { $0.path < $1.path }

  private static func files(under folder: String) -> [SourceText] {
    let place = repository + "/Sources" + (folder.isEmpty ? "" : "/" + folder)
    guard let directory = opendir(place) else { return [] }
    defer { closedir(directory) }
    var result: [SourceText] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix(".") { continue }
      let path = folder.isEmpty ? name : folder + "/" + name
      var status = stat()
      guard lstat(place + "/" + name, &status) == 0 else { continue }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: result += files(under: path)
      case S_IFREG: if let text = read(place + "/" + name) { result.append(SourceText(path: path, text: text)) }
      default: break
      }
    }
    return result
  }

  /// The text of a file; nil when it cannot be read.
  static func read(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
