import TensorGraph

/// What a layer is to the number of samples that a target takes, as far as a closed formula knows it.
package enum SampleRole: Sendable, Hashable {
  /// Units with an activation, functions independent of one another wherever their weights differ: how many, and the numbers of each.
  case units(count: Int, own: Int)
  /// Sums of its inputs, one weight for each.
  case sums(outputs: Int, biases: Int)
  /// The same numbers, perhaps in another order.
  case arrangement
  /// Entries of a product of two matrices, (rows, inner) and (inner, columns).
  case product(rows: Int, inner: Int, columns: Int)
}

/// The optimistic sample size of a model: the least rank of the derivatives of its output by all parameters over all parameters that give
/// one target. With fewer samples no training can be expected to find that target; with as many it may.
///
/// Source: arXiv:2307.08921 and JMLR 26 (2025) 24-0192, theorems 4 to 6.
package enum OptimisticSize: Sendable, Hashable {
  /// Two layers: each of `available` units of `layer` brings the numbers it owns and those that read it, and `shared` are counted once. A
  /// target that k of them say has the size k · each + shared.
  case units(layer: String, available: Int, each: Int, shared: Int)
  /// A product of two matrices whose ranks are at most `most`: a matrix of rank r has the size r (rows + columns) − r².
  case product(rows: Int, columns: Int, most: Int)

  /// What is known of a model; nil for all but two layers, units and then sums, and a product of matrices.
  package init?(_ model: ModelContent) {
    let layers = model.layers.filter { $0.role != .arrangement }
    guard let first = layers.first, layers.count <= 2 else { return nil }
    switch (first.role, layers.count == 2 ? layers[1].role : nil) {
    case (.product(let rows, let inner, let columns)?, nil) where layers.count == 1:
      self = .product(rows: rows, columns: columns, most: min(rows, inner, columns))
    case (.units(let count, let own)?, .sums(let outputs, let biases)?):
      let readers = first.outputShape.count / count * outputs
      self = .units(layer: first.name, available: count, each: own + readers, shared: biases)
    default: return nil
    }
  }

  /// The largest target: how many units, or which rank.
  package var most: Int {
    switch self {
    case .units(_, let available, _, _): available
    case .product(_, _, let most): most
    }
  }

  /// The size of a target of `number` units or of that rank.
  package func samples(_ number: Int) -> Int {
    switch self {
    case .units(_, _, let each, let shared): number * each + shared
    case .product(let rows, let columns, _): number * (rows + columns) - number * number
    }
  }

  /// As people read it: `3 · 7` or `2 · (4 + 4) − 2²`.
  package func text(_ number: Int) -> String {
    switch self {
    case .units(_, _, let each, let shared): "\(number) · \(each)" + (shared == 0 ? "" : " + \(shared)")
    case .product(let rows, let columns, _): "\(number) · (\(rows) + \(columns)) − \(number)²"
    }
  }
}
