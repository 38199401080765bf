import DataStore
import ExperimentGraph
import Kernels
import TensorGraph

/// Sequences of an anchor task that can all be drawn.
struct AnchorSequences: Sendable {
  let task: AnchorTask
  /// The pairs that appear, in turn.
  let pairs: [AnchorPair]
  /// What `AnchorTask.placedKeys` gives, at least one.
  let places: [Int32]
  /// What is right to add to the key, whatever the pair; nil for what the task says.
  let answer: Int?
  let count: Int

  /// The sequences that a stream decides: number n reads substream n, so that a longer data set begins with a shorter one.
  func content(_ stream: RandomStream, redrawn: (@Sendable () -> DatasetContent)?) -> DatasetContent {
    DatasetContent(
      count: count, inputShape: [task.length], targetShape: [task.vocabulary], classes: task.vocabulary,
      vocabulary: task.items.upperBound + 1, digests: [],
      loadingBytes: count * (8 * task.length + task.vocabulary), heldBytes: 4 * places.count, redrawn: redrawn,
      load: { () throws(DataFailure) in samples(stream) })
  }

  private func samples(_ stream: RandomStream) -> Samples {
    let (length, vocabulary) = (task.length, task.vocabulary)
    var tokens = [Double](repeating: 0, count: count * length)
    var classes = [UInt8](repeating: 0, count: count * vocabulary)
    for number in 0..<count {
      let own = stream.substream(UInt64(number))
      let pair = pairs[number % pairs.count]
      let (place, key) = task.placedKey(places[own.integer(below: places.count, at: 0)])
      for index in 0..<length {
        tokens[number * length + index] = Double(task.items.lowerBound + own.integer(below: task.items.count, at: UInt64(1 + index)))
      }
      for (index, token) in [key, pair.first, pair.second].enumerated() { tokens[number * length + place + index] = Double(token) }
      classes[number * vocabulary + key + (answer ?? task.shift(of: pair))] = 1
    }
    return Samples(inputs: .numbers(tokens), targets: .bytes(classes, divisor: 1))
  }
}
