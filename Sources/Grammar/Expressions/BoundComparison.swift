/// A comparison inside an expression, with what each side reads.
package struct BoundComparison: Sendable {
  /// One side of it.
  package struct Side: Sendable {
    /// In canonical spelling.
    package let text: String
    /// Everything recorded that it reads, in written order; nothing for a constant.
    package let reads: [SeriesRead]
  }

  package let left: Side
  package let relation: Expression.Comparison
  package let right: Side
}

extension BoundExpression {
  /// The comparisons that it is, alone or joined by `and`, in written order; none where it holds in another way too, by `or` or `not`.
  package var comparisons: [BoundComparison] {
    func collect(_ e: Expression) -> [BoundComparison]? {
      switch e.kind {
      case .comparison(let relation, let a, let b):
        return [BoundComparison(left: side(a), relation: relation, right: side(b))]
      case .and(let a, let b):
        guard let left = collect(a), let right = collect(b) else { return nil }
        return left + right
      default: return nil
      }
    }
    return collect(expression) ?? []
  }

  private func side(_ e: Expression) -> BoundComparison.Side {
    BoundComparison.Side(text: e.description, reads: SeriesReads(functions).collect(e))
  }
}

extension Expression.Comparison {
  /// The one that holds of the sides interchanged: `>` for `<`.
  package var mirrored: Self {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }
}
