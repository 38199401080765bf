import Kernels

/// A window on the circle of angles that holds much of the amplitude.
package struct OrientationWindow: Sendable, Equatable {
  /// Direction of the sum of the vectors of length A at angle θ, of all neurons in the window: their circular mean.
  package let center: Double
  /// Part of the total amplitude.
  package let share: Double

  package init(center: Double, share: Double) {
    self.center = center
    self.share = share
  }
}

extension Orientations {
  /// The `count` most loaded windows of ± `halfWidth` around the angle of a neuron, found greedily: the neuron with most amplitude around
  /// it takes all that lies in its window, and so on with what is left. Of equals the one with the lowest angle comes first.
  ///
  /// Fewer are returned where nothing is left. They are in the order of their centers, so that a center has the same place for
  /// every seed. Complexity: O(m log m + count · m).
  ///
  /// - Precondition: 0 < `halfWidth` < π.
  package func windows(count: Int, halfWidth: Double) -> [OrientationWindow] {
    precondition(halfWidth > 0 && halfWidth < .pi, "a window is a part of the circle")
    var rest = Array(angles.indices)
    var windows: [OrientationWindow] = []
    while windows.count < count, !rest.isEmpty {
      let taken = mostLoaded(rest, halfWidth)
      let load = taken.reduce(0) { $0 + amplitudes[$1] }
      guard load > 0 else { break }
      windows.append(OrientationWindow(center: circularMean(taken), share: load / totalAmplitude))
      rest = remaining(rest, without: taken)
    }
    return windows.sorted { $0.center < $1.center }
  }

  /// The members of `rest`, which ascends, in the window with most amplitude, ascending.
  private func mostLoaded(_ rest: [Int], _ halfWidth: Double) -> [Int] {
    let count = rest.count
    var sums = [0.0]
    for index in rest { sums.append(sums[sums.count - 1] + amplitudes[index]) }
    // Places go round: place `count` is the first neuron again, one turn later.
    func turns(_ place: Int) -> Int { place >= 0 ? place / count : -((count - 1 - place) / count) }
    func position(_ place: Int) -> Double {
      angles[rest[place - turns(place) * count]] + 2 * .pi * Double(turns(place))
    }
    func amplitude(before place: Int) -> Double {
      sums[place - turns(place) * count] + sums[count] * Double(turns(place))
    }
    var (first, end) = (-count, -count)
    var best = 0..<0
    var bestLoad = -Double.infinity
    for center in 0..<count {
      let angle = angles[rest[center]]
      while angle - position(first) > halfWidth { first += 1 }
      end = max(end, center)
      while end < first + count, position(end) - angle <= halfWidth { end += 1 }
      let load = amplitude(before: end) - amplitude(before: first)
      if load > bestLoad { (best, bestLoad) = (first..<end, load) }
    }
    return best.map { rest[$0 - turns($0) * count] }.sorted()
  }

  private func circularMean(_ members: [Int]) -> Double {
    var (x, y) = (0.0, 0.0)
    for index in members {
      x += amplitudes[index] * ScalarMath.cos(angles[index])
      y += amplitudes[index] * ScalarMath.sin(angles[index])
    }
    return circleAngle(y, x)
  }

  /// Both lists ascend.
  private func remaining(_ all: [Int], without taken: [Int]) -> [Int] {
    var next = 0
    return all.filter { index in
      if next < taken.count, taken[next] == index {
        next += 1
        return false
      }
      return true
    }
  }
}
