/// The folder in which bundles of one kind stand side by side.
package enum BundleShelf: String, Sendable, CaseIterable {
  /// Runs: one experiment each.
  case runs
  /// Sweeps: what is said about many runs together.
  case sweeps
}
