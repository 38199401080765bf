/// How much a value stands for once every alias is followed. Counted, never expanded.
struct Size {
  /// Nodes, this one included.
  private(set) var nodeCount: Int
  /// Collections inside one another, this one included; 0 for a scalar.
  private(set) var height: Int

  static let scalar = Size(nodeCount: 1, height: 0)
  static let emptyCollection = Size(nodeCount: 1, height: 1)

  mutating func add(_ child: Size) {
    nodeCount += child.nodeCount
    height = max(height, child.height + 1)
  }
}
