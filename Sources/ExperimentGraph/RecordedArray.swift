/// An array that a probe recorded at several steps.
package struct RecordedArray: Sendable {
  package let steps: [Int]
  /// Numbers of one step.
  package let count: Int
  /// Step after step.
  package let values: [Double]

  package init(steps: [Int], count: Int, values: [Double]) {
    self.steps = steps
    self.count = count
    self.values = values
  }

  /// The numbers of the recording at a place.
  package func at(_ index: Int) -> [Double] { Array(values[(index * count)..<((index + 1) * count)]) }
}
