import Glibc

/// A text as it lies on disk, byte for byte, and where its lines begin.
package struct SourceFile: Sendable {
  /// Longest text that a reader of specs accepts, in bytes.
  package static let byteLimit = 1 << 20

  /// The name shown in diagnostics: a path as the user gave it, or a description such as `--set
  /// a.b=c`.
  package let name: String
  package let bytes: [UInt8]
  /// Byte offset of the first byte of every line; a byte-order mark lies before the first line.
  private let lineStarts: [Int]

  /// - Complexity: O(n), n the number of bytes.
  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    lineStarts = Self.lineStarts(of: bytes)
  }

  package init(name: String, text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  /// Reads a file, at most one byte more than `byteLimit`, so that a file without end is refused
  /// like any other that is too large.
  package init(contentsOf path: String) throws(FileFailure) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure(path, errno) }
    defer { _ = close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= Self.byteLimit {
      let wanted = min(chunk.count, Self.byteLimit + 1 - bytes.count)
      let count = read(descriptor, &chunk, wanted)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Self.failure(path, errno) }
      if count == 0 { break }
      bytes.append(contentsOf: chunk[..<count])
    }
    self.init(name: path, bytes: bytes)
  }

  /// The number of lines; the empty text has one.
  package var lineCount: Int { lineStarts.count }

  /// The line and column of a byte offset. An offset inside a character counts as that character's
  /// place, one past the end as the end.
  ///
  /// Lines end at `\n`, `\r\n` or `\r`; a column counts Unicode scalars, and every byte of damaged
  /// UTF-8 as one.
  /// - Complexity: O(log lines + length of the line).
  package func position(of offset: Int) -> SourcePosition {
    let offset = min(max(offset, lineStarts[0]), bytes.count)
    let line = lineIndex(of: offset)
    var column = 1
    var at = lineStarts[line]
    while at < offset {
      let next = at + scalarLength(at: at)
      if next > offset { break }
      at = next
      column += 1
    }
    return SourcePosition(line: line + 1, column: column)
  }

  /// The byte range of a line without its line end. `line` counts from 1.
  package func lineRange(_ line: Int) -> Range<Int> {
    precondition(1...lineCount ~= line, "a line number lies between 1 and the number of lines")
    let lower = lineStarts[line - 1]
    var upper = line < lineCount ? lineStarts[line] : bytes.count
    while upper > lower, bytes[upper - 1] == UInt8(ascii: "\n") || bytes[upper - 1] == UInt8(ascii: "\r") {
      upper -= 1
    }
    return lower..<upper
  }

  /// The text of a line without its line end; damaged UTF-8 is shown as U+FFFD. `line` counts from
  /// 1.
  package func line(_ line: Int) -> String {
    String(decoding: bytes[lineRange(line)], as: UTF8.self)
  }

  /// How many bytes the Unicode scalar at `offset` has: 1 to 4, and 1 for a byte that does not
  /// begin a valid one.
  package func scalarLength(at offset: Int) -> Int {
    UTF8Scan.length(in: bytes, at: offset) ?? 1
  }

  private func lineIndex(of offset: Int) -> Int {
    var (low, high) = (0, lineStarts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  private static func lineStarts(of bytes: [UInt8]) -> [Int] {
    var starts = [bytes.starts(with: UTF8Scan.byteOrderMark) ? UTF8Scan.byteOrderMark.count : 0]
    for (i, byte) in bytes.enumerated() {
      let isReturn =
        byte == UInt8(ascii: "\r") && !(i + 1 < bytes.count && bytes[i + 1] == UInt8(ascii: "\n"))
      if byte == UInt8(ascii: "\n") || isReturn {
        starts.append(i + 1)
      }
    }
    return starts
  }

  private static func failure(_ path: String, _ code: Int32) -> FileFailure {
    switch code {
    case ENOENT, ENOTDIR: .notFound(path: path)
    case EISDIR: .isDirectory(path: path)
    default: .notReadable(path: path, reason: String(cString: strerror(code)))
    }
  }
}
