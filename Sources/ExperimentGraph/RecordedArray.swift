/// An array that a probe recorded at several steps.
package struct RecordedArray: Sendable {
  package let steps: [Int]
  /// The numbers of each recording, in the order of the steps: stages may record arrays of different length.
  package let recordings: [[Double]]

  package init(steps: [Int], recordings: [[Double]]) {
    self.steps = steps
    self.recordings = recordings
  }

  /// Recordings of one length.
  /// - Parameters:
  ///   - count: numbers of each, at least 1.
  ///   - values: recording after recording.
  package init(steps: [Int], count: Int, values: [Double]) {
    self.init(steps: steps, recordings: Self.parted(values, count))
  }

  /// Recordings of one length out of what lies one behind the other.
  /// - Parameter count: numbers of each, at least 1.
  package static func parted(_ values: [Double], _ count: Int) -> [[Double]] {
    stride(from: 0, to: values.count, by: count).map { Array(values[$0..<min($0 + count, values.count)]) }
  }

  /// The numbers of the recording at a place; nil where there is none.
  package func at(_ index: Int) -> [Double]? { recordings.indices.contains(index) ? recordings[index] : nil }
}
