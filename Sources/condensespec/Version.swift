/// What this build is: its version and the contracts it keeps.
enum Version {
  /// The tool's own version.
  static let tool = "0.1.0"

  static let text = "condensespec \(tool) (language 1, numerics 1, bundle format 1)"
}
