import Analysis
import Testing

@Suite struct OrientationTests {
  @Test func `an angle is that of weight and bias, and half a turn is negative`() {
    let units = UnitVectors(count: 5, width: 2, values: [1, 0, 0, 2, -3, 0, 0, -1, -1, 1])
    let quarter = Double.pi / 2
    #expect(units.angles == [0, quarter, -2 * quarter, -quarter, 1.5 * quarter])
  }

  /// Total 20: 9 near half a turn, on both sides of it, 6 near 0, 5 alone.
  static let mixed = Orientations(angles: [3.13, -3.13, -.pi, 0.01, -0.02, 1.5], amplitudes: [3, 4, 2, 5, 1, 5])

  @Test func `a window goes round the end of the circle, and centers ascend`() {
    let windows = Self.mixed.windows(count: 2, halfWidth: 0.05)
    #expect(windows.map(\.share) == [0.45, 0.3])
    // Beside half a turn lie 4 − 3 of 9 at 0.0115927; near 0, 5 · 0.01 − 1 · 0.02 of 6. An angle is its sine but for its third power.
    let beside = (Double.pi - 3.13) / 9 - Double.pi
    #expect(abs(windows[0].center - beside) < 1e-6)
    #expect(abs(windows[1].center - 0.005) < 1e-6)
  }

  @Test func `the next window takes of what the first one left`() {
    // 0.06 lies in both windows: the heavier one takes it.
    let row = Orientations(angles: [0, 0.04, 0.06, 0.1], amplitudes: [1, 3, 2, 2])
    let windows = row.windows(count: 5, halfWidth: 0.05)
    // Around 0.04: 1 + 3 + 2. Around 0.06: 3 + 2 + 2, the most.
    #expect(windows.map(\.share) == [0.125, 0.875])
    #expect(windows[0].center == 0)
  }

  @Test func `nothing in a window is no window`() {
    #expect(Orientations(angles: [1, 2], amplitudes: [0, 0]).windows(count: 2, halfWidth: 0.1) == [])
    #expect(Orientations(angles: [1, 2], amplitudes: [0, 4]).windows(count: 2, halfWidth: 0.1).map(\.share) == [1])
    #expect(Orientations(angles: [], amplitudes: []).windows(count: 1, halfWidth: 0.1) == [])
  }

  @Test func `groups on the circle are counted across its end`() {
    #expect(Self.mixed.clusters(gap: 0.1, above: 0) == (3, 6))
    // Without those of at most half of the largest, 5: 3.13, −3.13, 0.01 and 1.5 are left.
    #expect(Self.mixed.clusters(gap: 0.1, above: 0.5) == (3, 4))
    #expect(Self.mixed.clusters(gap: 0.02, above: 0) == (4, 6))
  }

  @Test func `one gap does not divide the circle, and no gap leaves one group`() {
    let third = 2 * Double.pi / 3
    #expect(Orientations(angles: [-third, 0, third], amplitudes: [1, 1, 1]).clusters(gap: 3, above: 0) == (1, 3))
    #expect(Orientations(angles: [0.1, 0.2], amplitudes: [1, 1]).clusters(gap: 0.15, above: 0) == (1, 2))
    #expect(Orientations(angles: [2], amplitudes: [1]).clusters(gap: 0.1, above: 0) == (1, 1))
    #expect(Orientations(angles: [], amplitudes: []).clusters(gap: 0.1, above: 0) == (0, 0))
  }

  @Test func `no number depends on how the neurons came`() {
    let (angles, amplitudes) = ([0.3, 0.31, 0.32, -2, -2.01, 0.3], [0.1, 0.7, 0.2, 0.3, 0.6, 1 / 3.0])
    let windows = Orientations(angles: angles, amplitudes: amplitudes).windows(count: 3, halfWidth: 0.05)
    for order in [[5, 4, 3, 2, 1, 0], [2, 0, 4, 1, 5, 3], [1, 3, 5, 0, 2, 4]] {
      let other = Orientations(angles: order.map { angles[$0] }, amplitudes: order.map { amplitudes[$0] })
      #expect(other.windows(count: 3, halfWidth: 0.05) == windows)
    }
  }

  @Test func `a number that is not one is seen`() {
    #expect(!Orientations(angles: [.nan, 1], amplitudes: [1, 1]).isFinite)
    #expect(!Orientations(angles: [0, 1], amplitudes: [1, .infinity]).isFinite)
  }
}

@Suite struct NormalizedDistanceTests {
  @Test func `each tensor counts in units of its own start`() {
    // Root mean squares 1 and 100: moves of (1, 0) and (0, 100) are both one unit, of 4 numbers of size one.
    let distance = normalizedDistance(from: [[1, -1], [100, 100]], to: [[2, -1], [100, 200]])
    #expect(abs(distance - 0.5.squareRoot()) < 1e-15)
    #expect(normalizedDistance(from: [[0]], to: [[1]]) == .infinity)
  }

  @Test func `columns are as long as their numbers`() {
    #expect(columnNorms([3, 1, 4, 0], columns: 2) == [5, 1])
  }
}
