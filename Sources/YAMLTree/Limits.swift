/// Limits for texts from strangers. Each keeps time and memory proportional to the size of the
/// file.
enum Limits {
  /// Collections inside one another. libyaml takes quadratic time in depth, so this is tested while
  /// events arrive.
  static let depth = 64
  /// UTF-8 bytes of one scalar.
  static let scalarBytes = 64 << 10
  /// Nodes that exist only because an alias repeats them.
  static let aliasNodes = 100_000
  /// How often a text is read, each time with more of its mistakes mended.
  static let readings = 20
  /// Mistakes that one reading collects; whoever has made more is not served by more.
  static let mistakes = 1000
}
