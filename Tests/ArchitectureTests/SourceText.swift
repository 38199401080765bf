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

  /// The lines without comments and without the text in quotes, as far as one line shows.
  var code: [(number: Int, text: String)] {
    lines.enumerated().map { index, line in (index + 1, Self.code(line)) }
  }

  private static func code(_ line: Substring) -> String {
    var kept: [UInt8] = []
    var isQuoted = false
    var previous: UInt8 = 0
    for byte in line.utf8 {
      let isEscaped = isQuoted && previous == UInt8(ascii: "\\")
      if byte == UInt8(ascii: "\""), !isEscaped { isQuoted.toggle() }
      if !isQuoted, byte == UInt8(ascii: "/"), previous == byte {
        kept.removeLast()
        break
      }
      if !isQuoted { kept.append(byte) }
      previous = isEscaped ? 0 : byte
    }
    return String(decoding: kept, as: UTF8.self)
  }

  /// Names of the modules it imports.
  var imports: [String] {
    lines.compactMap { line in
      guard line.utf8.count < 100, let first = line.utf8.first, "@ipcI".utf8.contains(first) else { return nil }
      let words = line.split(separator: " ").filter { !$0.hasPrefix("@") && !["private", "internal", "package"].contains($0) }
      guard words.count >= 2, words[0] == "import" else { return nil }
      let kinds = ["struct", "enum", "func", "var", "class", "protocol"]
      return String(kinds.contains(String(words[1])) && words.count > 2 ? words[2] : words[1])
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
