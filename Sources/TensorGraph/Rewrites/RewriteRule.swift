/// One equivalence of tensor arithmetic, read from left to right.
///
/// A rule never has a meaning of its own: what it puts in place equals what stood there in exact arithmetic, for all
/// finite operands. It may round differently, and x·0 becomes 0 even where x is not finite.
package struct RewriteRule: Sendable {
  /// `snake_case`, for tests and for showing what was done.
  package let name: String
  /// The equivalence as a formula.
  package let summary: String
  /// What to use in place of this operation on these operands (values of the new graph), or nil to leave it.
  let apply: @Sendable (_ rewriter: inout Rewriter, _ operation: Operation, _ operands: [Value]) -> Value?

  /// The rules that may be applied to any graph, in the order in which they are tried.
  package static let all: [RewriteRule] = [
    foldConstants, neutralElements, negations,
    mergeReshapes, mergePermutes, foldTransposes, mergeBroadcasts, hoistBroadcasts,
    mergeSums, pullFactorsOutOfSums, mergeSlices, slicePieces,
    selectLater, scatterFactors, scatterAtSource, sumOfScatter,
  ]

  /// The rules for a graph that will not be differentiated again.
  package static let final: [RewriteRule] = [forgetDetach] + all

  /// The rules that bring a simplified graph into the forms that kernels have; `all` would undo some of them.
  package static let lowering: [RewriteRule] = [
    foldConstants, neutralElements, mergeReshapes, mergePermutes, mergeBroadcasts,
    splitReductions, gatherMaskAxes, outerProducts,
  ]
}
