/// Names in backticks, separated by commas, at most `limit` of them.
func quoted(_ names: [String], limit: Int = 12) -> String {
  let shown = names.prefix(limit).map { "`\($0)`" }.joined(separator: ", ")
  return names.count > limit ? shown + ", …" : shown
}
