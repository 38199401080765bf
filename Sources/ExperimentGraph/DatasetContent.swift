import DataStore
import TensorGraph

/// One file or stored data set a dataset is read from, as the result's identity knows it.
package struct DataDigest: Sendable, Hashable {
  /// What it is called in the bundle: the path as written in the spec, or the stored set's file name.
  package let name: String
  /// SHA-256 in lower-case hexadecimal digits.
  package let sha256: String

  package init(name: String, sha256: String) {
    self.name = name
    self.sha256 = sha256
  }
}

/// A column of numbers in the form it is cheapest to keep until the arena takes it.
package enum SampleNumbers: Sendable {
  /// Numbers as they are, rounded once to the experiment's precision.
  case numbers([Double])
  /// Bytes, each read as byte / `divisor` in the experiment's precision.
  case bytes([UInt8], divisor: Double)

  /// How many numbers there are.
  package var count: Int {
    switch self {
    case .numbers(let values): values.count
    case .bytes(let values, _): values.count
    }
  }

  /// Every number, in double precision.
  package var doubles: [Double] {
    switch self {
    case .numbers(let values): values
    case .bytes(let values, let divisor): values.map { Double($0) / divisor }
    }
  }
}

/// The samples of a dataset, loaded: `count` inputs and as many targets, sample after sample.
package struct Samples: Sendable {
  /// Inputs, (samples, input shape…) in row-major order.
  package let inputs: SampleNumbers
  /// Targets, (samples, target shape…) in row-major order.
  package let targets: SampleNumbers

  package init(inputs: SampleNumbers, targets: SampleNumbers) {
    self.inputs = inputs
    self.targets = targets
  }
}

/// What the graph knows of a dataset before it is read.
package struct DatasetContent: Sendable {
  /// Number of samples.
  package let count: Int
  /// Shape of one input: [1, 28, 28] for an image, [d] for d numbers.
  package let inputShape: Shape
  /// Shape of one target: [classes] for one-hot labels, [d] for d numbers.
  package let targetShape: Shape
  /// Number of classes if the targets are one-hot labels.
  package let classes: Int?
  /// How many tokens there are, if the inputs are tokens: whole numbers below it.
  package let vocabulary: Int?
  /// The files that decide the samples, in the order they are read.
  package let digests: [DataDigest]
  /// Bytes that the samples take before they are in the arena.
  package let loadingBytes: Int
  /// Bytes of what `load` keeps of a file, as long as the experiment lasts.
  package let heldBytes: Int
  /// Reads or makes the samples; throws when a file is absent, altered or unreadable.
  package let load: @Sendable () throws(DataFailure) -> Samples
  /// The same dataset with its points drawn anew; nil where none are drawn.
  package let redrawn: (@Sendable () -> DatasetContent)?

  /// - Parameter loadingBytes: by default those of a double for each number, unless they are held.
  package init(
    count: Int, inputShape: Shape, targetShape: Shape, classes: Int?, vocabulary: Int? = nil, digests: [DataDigest],
    loadingBytes: Int? = nil, heldBytes: Int = 0, redrawn: (@Sendable () -> DatasetContent)? = nil,
    load: @escaping @Sendable () throws(DataFailure) -> Samples
  ) {
    self.count = count
    self.inputShape = inputShape
    self.targetShape = targetShape
    self.classes = classes
    self.vocabulary = vocabulary
    self.digests = digests
    self.loadingBytes = loadingBytes ?? max(0, 8 * count * (inputShape.count + targetShape.count) - heldBytes)
    self.heldBytes = heldBytes
    self.redrawn = redrawn
    self.load = load
  }
}
