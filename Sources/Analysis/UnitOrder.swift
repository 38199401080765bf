/// An order of units in which a map of their similarities shows blocks.
package enum UnitOrder: String, Sendable, CaseIterable {
  /// By the leading eigenvector of the similarities.
  case eigenvector
  /// By average linkage on 1 − D.
  case hierarchical
  /// As they stand in the layer.
  case none
}

extension CosineSimilarity {
  /// The units in an order, first to last.
  package func order(by order: UnitOrder) -> [Int] {
    switch order {
    case .eigenvector: orderByLeadingEigenvector()
    case .hierarchical: orderByAverageLinkage()
    case .none: Array(0..<count)
    }
  }

  /// An order in which groups stand together at every level: the leaves of the tree of average linkage on the distances 1 − D (R. Sokal,
  /// C. Michener, "A statistical method for evaluating systematic relationships", 1958), found by chains of nearest neighbours
  /// (F. Murtagh, "A survey of recent advances in hierarchical clustering algorithms", 1983).
  ///
  /// Of two groups that are joined, the one with the lowest unit comes first; of equally near neighbours, the one the chain came from, then
  /// the one with the lowest unit. Units keep their order where a similarity is not a number. Complexity: O(m²).
  package func orderByAverageLinkage() -> [Int] {
    guard values.allSatisfy(\.isFinite), count > 0 else { return Array(0..<count) }
    var tree = LinkageTree(count: count, distances: values.map { 1 - $0 })
    return tree.leaves()
  }
}

/// Groups of units on their way to a tree. A group is known by its lowest unit.
private struct LinkageTree {
  private let count: Int
  /// (m, m): mean distance of the members of two groups.
  private var distances: [Double]
  /// The members of a group in the order of the tree; empty for units that are not the lowest of a group.
  private var members: [[Int]]

  init(count: Int, distances: [Double]) {
    self.count = count
    self.distances = distances
    members = (0..<count).map { [$0] }
  }

  /// Joins all groups.
  mutating func leaves() -> [Int] {
    var chain: [Int] = []
    for _ in 1..<Swift.max(count, 1) {
      if chain.isEmpty { chain.append(0) }
      while true {
        let last = chain[chain.count - 1]
        let before = chain.count > 1 ? chain[chain.count - 2] : nil
        let next = nearest(to: last, preferring: before)
        if next == before { break }
        chain.append(next)
      }
      let (one, other) = (chain.removeLast(), chain.removeLast())
      join(Swift.min(one, other), Swift.max(one, other))
    }
    return members[0]
  }

  private func nearest(to group: Int, preferring preferred: Int?) -> Int {
    var best = preferred ?? -1
    for other in 0..<count where other != group && !members[other].isEmpty {
      if best < 0 || distances[group * count + other] < distances[group * count + best] { best = other }
    }
    return best
  }

  private mutating func join(_ low: Int, _ high: Int) {
    let (a, b) = (Double(members[low].count), Double(members[high].count))
    for other in 0..<count where !members[other].isEmpty {
      let mean = (a * distances[low * count + other] + b * distances[high * count + other]) / (a + b)
      distances[low * count + other] = mean
      distances[other * count + low] = mean
    }
    members[low] += members[high]
    members[high] = []
  }
}
