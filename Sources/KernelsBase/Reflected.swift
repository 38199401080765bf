// What a reflection makes of the numbers that it is for: the panels and the chases of reductions share it.

/// Whether a sum of squares counts as 0: its root is far below the last place of the largest number, which is 1e-100 at least.
@inline(__always)
func isNegligible(_ squares: Double) -> Bool { squares < 0x1p-900 }

/// The reflection I − scale · v vᵀ of numbers onto the first of them, where v begins with 1.
///
/// Source: Golub & Van Loan, Matrix Computations (2013), algorithm 5.1.1.
/// - Parameters:
///   - first: the first number.
///   - squares: of the others, summed; not negligible.
/// - Returns: what the first becomes, the scale, and what the others are multiplied by to be v.
@inline(__always)
func reflected(_ first: Double, beside squares: Double) -> (number: Double, scale: Double, factor: Double) {
  let norm = (first * first + squares).squareRoot()
  let number = first > 0 ? -norm : norm
  return (number, (number - first) / number, 1 / (first - number))
}
