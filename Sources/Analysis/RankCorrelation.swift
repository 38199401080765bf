/// Spearman's rank correlation of two lists of equal length: the correlation of the places that their numbers take in order, with equal
/// numbers on the mean of their places. From -1 to 1; not a number where one list has no two different numbers or holds one that is not
/// a number.
///
/// Source: Spearman 1904, The proof and measurement of association between two things. Complexity: O(n log n).
package func rankCorrelation(_ first: [Double], _ second: [Double]) -> Double {
  precondition(first.count == second.count, "a correlation is of pairs")
  guard !first.contains(where: \.isNaN), !second.contains(where: \.isNaN) else { return .nan }
  let (a, b) = (meanRanks(first), meanRanks(second))
  let middle = Double(first.count - 1) / 2
  var (product, squareA, squareB) = (0.0, 0.0, 0.0)
  for (x, y) in zip(a, b) {
    product += (x - middle) * (y - middle)
    squareA += (x - middle) * (x - middle)
    squareB += (y - middle) * (y - middle)
  }
  return product / (squareA.squareRoot() * squareB.squareRoot())
}

/// The place of each number in ascending order, from 0; equal numbers share the mean of their places.
private func meanRanks(_ values: [Double]) -> [Double] {
  let order = values.indices.sorted { values[$0] != values[$1] ? values[$0] < values[$1] : $0 < $1 }
  var ranks = [Double](repeating: 0, count: values.count)
  var start = 0
  while start < order.count {
    var end = start
    while end + 1 < order.count, values[order[end + 1]] == values[order[start]] { end += 1 }
    for place in start...end { ranks[order[place]] = Double(start + end) / 2 }
    start = end + 1
  }
  return ranks
}
