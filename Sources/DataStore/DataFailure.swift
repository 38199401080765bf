import Results

/// What can be wrong with data, its sources and its cache.
///
/// The description is one sentence that stands alone after `error: `.
package enum DataFailure: Error, Equatable, Sendable, CustomStringConvertible {
  /// The set was never obtained, or only in part; `missing` names the files.
  case absent(set: String, directory: String, missing: [String])
  /// A file of the cache has another length or other bytes than the set declares.
  case truncated(set: String, path: String, bytes: Int, expected: Int)
  case altered(set: String, path: String)
  case unknownSet(name: String, known: [String])
  /// No source had the files; one reason for each that was tried.
  case noSource(set: String, reasons: [String])
  /// What a source gave is not the file.
  case wrongDigest(file: String, got: ContentDigest)
  /// A program that fetches is not installed, failed, or took too long.
  case toolMissing(tool: String)
  case toolFailed(tool: String, status: Int, message: String)
  case toolTimedOut(tool: String, seconds: Int)
  /// A file breaks its format; `problem` says how.
  case malformed(path: String, problem: String)
  /// A cell of a table: its place (1-based; the column counts bytes) and its text.
  case badCell(path: String, line: Int, column: Int, text: String, problem: String)
  /// More numbers than a reader accepts.
  case tooLarge(path: String, count: Int, limit: Int)
  /// A pickle asks for something other than the arrays it may hold.
  case refusedPickle(path: String, offset: Int, problem: String)
  case file(ResultsFailure)

  /// One sentence; `absent`, `truncated` and `altered` end with the command that mends them.
  package var description: String {
    switch self {
    case .absent(let set, let directory, let missing):
      let what = missing.count == 1 ? "`\(missing[0])` is" : "\(missing.count) of its files are"
      return "the data set `\(set)` is not in `\(directory)` (\(what) missing): "
        + DataFailure.advice(set)
    case .truncated(let set, let path, let bytes, let expected):
      return "`\(path)` has \(bytes) bytes instead of \(expected): " + DataFailure.advice(set)
    case .altered(let set, let path):
      return "`\(path)` is not the file of the data set `\(set)`, its SHA-256 is another: "
        + DataFailure.advice(set)
    case .unknownSet(let name, let known):
      return "there is no data set `\(name)`; known: \(known.joined(separator: ", "))"
    case .noSource(let set, let reasons):
      return "the data set `\(set)` could not be obtained:\n"
        + reasons.map { "  " + $0 }.joined(separator: "\n")
        + "\nwith the files at hand, run `condensespec data get \(set) --from FOLDER`"
    case .wrongDigest(let file, let got):
      return "`\(file)` is another file: its SHA-256 is \(got)"
    case .toolMissing(let tool): return "`\(tool)` is not installed"
    case .toolFailed(let tool, let status, let message):
      return "`\(tool)` ended with status \(status)" + (message.isEmpty ? "" : ": \(message)")
    case .toolTimedOut(let tool, let seconds): return "`\(tool)` did not end within \(seconds) s"
    case .malformed(let path, let problem): return "`\(path)` is malformed: \(problem)"
    case .badCell(let path, let line, let column, let text, let problem):
      return "\(path):\(line):\(column): `\(text)` \(problem)"
    case .tooLarge(let path, let count, let limit):
      return "`\(path)` holds \(count) numbers, more than the \(limit) accepted"
    case .refusedPickle(let path, let offset, let problem):
      return "`\(path)` is refused at byte \(offset): \(problem)"
    case .file(let failure): return failure.description
    }
  }

  private static func advice(_ set: String) -> String { "run `condensespec data get \(set)`" }

  /// A failure of the file layer as one of data: what is malformed stays so, the rest is passed on.
  static func from(_ failure: ResultsFailure) -> DataFailure {
    if case .malformed(let path, let problem) = failure { return .malformed(path: path, problem: problem) }
    return .file(failure)
  }
}
