/// The line of least squares y = intercept + slope · x, with standard errors for independent errors of equal variance
/// (Draper & Smith, "Applied Regression Analysis", chapter 1). What a few points cannot say is NaN.
package struct LineFit: Sendable, Equatable {
  package let slope: Double
  package let intercept: Double
  /// Standard error of the slope; NaN for fewer than three points.
  package let slopeError: Double
  /// Standard error of the intercept; NaN for fewer than three points.
  package let interceptError: Double
  /// 1 − Σ residual² / Σ (y − mean)²; 1 when all y are equal and fitted.
  package let rSquared: Double

  /// - Precondition: equally many x and y.
  /// - Complexity: O(n); sums in the order of the points.
  package init(x: [Double], y: [Double]) {
    precondition(x.count == y.count, "a line is fitted to pairs")
    let count = Double(x.count)
    let (meanX, meanY) = (mean(x), mean(y))
    var (squares, products) = (0.0, 0.0)
    for (a, b) in zip(x, y) {
      squares += (a - meanX) * (a - meanX)
      products += (a - meanX) * (b - meanY)
    }
    let slope = products / squares
    let intercept = meanY - slope * meanX
    var (residuals, total) = (0.0, 0.0)
    for (a, b) in zip(x, y) {
      let miss = b - intercept - slope * a
      residuals += miss * miss
      total += (b - meanY) * (b - meanY)
    }
    let variance = x.count > 2 ? residuals / (count - 2) : .nan
    self.slope = slope
    self.intercept = intercept
    slopeError = (variance / squares).squareRoot()
    interceptError = (variance * (1 / count + meanX * meanX / squares)).squareRoot()
    rSquared = total == 0 && residuals == 0 ? 1 : 1 - residuals / total
  }
}
