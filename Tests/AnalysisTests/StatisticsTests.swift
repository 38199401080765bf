import Analysis
import Testing

@Suite struct StatisticsTests {
  @Test func `quantiles interpolate between the sorted numbers`() {
    #expect(quantile([3, 1, 2], 0.5) == 2)
    #expect(quantile([4, 1, 2, 3], 0.5) == 2.5)
    #expect(quantile([10, 20, 30, 40, 50], 0.1) == 14)
    #expect(quantile([7], 0.3) == 7)
    #expect(quantile([1, 2], 0) == 1 && quantile([1, 2], 1) == 2)
    #expect(quantile([], 0.5).isNaN && quantile([1, .nan], 0.5).isNaN)
  }

  @Test func `mean, deviation and root mean square have their definitions`() {
    #expect(mean([1, 2, 6]) == 3)
    #expect(standardDeviation([1, 3]) == 2.0.squareRoot())
    #expect(standardDeviation([5]).isNaN && mean([]).isNaN)
    #expect(rootMeanSquare([3, 4]) == 12.5.squareRoot())
    #expect(smallest([3, -1, 2]) == -1 && largest([3, -1, 2]) == 3)
    #expect(smallest([]).isNaN && largest([1, .nan]).isNaN)
  }

  /// Table 1 of Draper & Smith's steam data would need a long list; this is the classical example of Anscombe (1973), set I.
  @Test func `a line through Anscombe's first set has the published numbers`() {
    let x: [Double] = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]
    let y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]
    let fit = LineFit(x: x, y: y)
    #expect(abs(fit.slope - 0.5001) < 5e-5 && abs(fit.intercept - 3.0001) < 5e-5)
    #expect(abs(fit.slopeError - 0.1179) < 5e-5 && abs(fit.interceptError - 1.1247) < 5e-5)
    #expect(abs(fit.rSquared - 0.6665) < 5e-5)
  }

  @Test func `a line through two points is exact, its error unknown; one point has none`() {
    let fit = LineFit(x: [1, 3], y: [2, 8])
    #expect(fit.slope == 3 && fit.intercept == -1 && fit.slopeError.isNaN && fit.rSquared == 1)
    #expect(LineFit(x: [1], y: [2]).slope.isNaN)
  }

  @Test func `zero crossings are interpolated, in the order of x`() {
    #expect(zeroCrossings(x: [0, 1, 2], y: [-1, 3, 1]) == [0.25])
    #expect(zeroCrossings(x: [2, 0, 1], y: [1, -1, -1]) == [1.5])
    #expect(zeroCrossings(x: [0, 1, 2], y: [-1, 0, 1]) == [1])
    #expect(zeroCrossings(x: [0, 1, 2, 3], y: [1, -1, -1, 1]) == [0.5, 2.5])
    #expect(zeroCrossings(x: [0, 1], y: [1, 2]).isEmpty)
    #expect(zeroCrossings(x: [0, 1, 2], y: [-1, .nan, 1]).isEmpty)
  }
}
