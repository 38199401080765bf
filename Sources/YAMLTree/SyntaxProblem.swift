/// Why libyaml could not read on, in its own words, with byte offsets of the file.
struct SyntaxProblem: Error {
  let problem: String
  let offset: Int
  /// What was being read, and where that began.
  let context: String?
  let contextOffset: Int
}
