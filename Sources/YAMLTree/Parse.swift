import SourceDiagnostics

/// Reads a YAML text into a located tree.
///
/// Every mistake of the text is reported; nil when nothing usable is left. Where it is clear what
/// was meant (a missing space, an expression cut at its comma, tabs), the text is read again as if
/// it had been written so, and the mistakes behind it are found too. After any other syntax error
/// there is no tree, but the other sections of the text are still read for their mistakes.
/// - Parameter offset: where the YAML begins; what lies before it is not read. Ranges count from
///   the beginning of the file all the same.
/// - Complexity: O(n), n the number of bytes, for each of at most 20 readings.
package func parse(
  _ file: FileID, in sources: SourceMap, from offset: Int = 0, into diagnostics: inout Diagnostics
) -> Node? {
  let source = sources[file]
  let hasMark = offset == 0 && source.bytes.starts(with: UTF8Scan.byteOrderMark)
  let lower = hasMark ? UTF8Scan.byteOrderMark.count : offset
  let unreadable = ReaderCheck(file, source).mistakes(from: lower)
  guard unreadable.isEmpty else {
    unreadable.forEach { diagnostics.report($0) }
    return nil
  }
  var readings = Readings(file, source.bytes, from: lower, isWholeFile: offset == 0)
  return readings.tree(into: &diagnostics)
}
