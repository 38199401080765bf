import DataStore
import ExperimentGraph
import Kernels

/// Samples in place of a spec's own, so many and so different that the rank of a model's derivatives is the model's and not theirs.
///
/// An analytic model has its rank as soon as one sample more does not raise it; of others, twice as many say more.
struct GenericSamples {
  private(set) var count: Int
  /// Whether these are all that there are: every combination of the whole numbers that the model counts.
  let areAll: Bool
  /// Of a model that counts: how many different numbers each of its inputs takes; nil for normal numbers.
  private let bounds: [Int?]
  private let stream: RandomStream

  /// Rows of derivatives at least: where a kink has to be met, few samples miss it.
  private static let fewestRows = 512

  /// With them the derivatives have more rows than columns.
  init(for experiment: ExperimentGraph) {
    let model = experiment.model
    let counted = model.layers.first?.counted ?? []
    bounds = (0..<model.inputShape.count).map { column in
      counted.first { $0.input.map { $0.column == column } ?? true }?.count
    }
    stream = RandomStream(seed: experiment.seed, name: "explain.samples")
    let (parameters, outputs) = (model.parameters.numberCount, model.outputShape.count)
    let rows = max(Self.fewestRows, 2 * parameters + 10)
    let tooMany = 4 * rows + 1
    let all = bounds.reduce(1) { min(tooMany, $0 * min(tooMany, $1 ?? tooMany)) }
    areAll = all < tooMany
    count = areAll ? all : (rows + outputs - 1) / outputs
  }

  /// These and as many more.
  var doubled: GenericSamples {
    var samples = self
    samples.count *= 2
    return samples
  }

  /// A dataset of them of the shapes of another; the targets are 0.
  func content(like data: DatasetContent) -> DatasetContent {
    let targets = data.targetShape.count
    return DatasetContent(
      count: count, inputShape: data.inputShape, targetShape: data.targetShape, classes: data.classes, digests: [],
      load: { () throws(DataFailure) in
        let width = bounds.count
        let inputs = (0..<(count * width)).map { number(sample: $0 / width, column: $0 % width) }
        return Samples(inputs: .numbers(inputs), targets: .numbers([Double](repeating: 0, count: count * targets)))
      })
  }

  private func number(sample: Int, column: Int) -> Double {
    let index = UInt64(sample * bounds.count + column)
    guard let bound = bounds[column] else { return stream.normal(at: index) }
    if !areAll { return Double(stream.integer(below: bound, at: index)) }
    // The last input changes from sample to sample.
    let step = bounds[(column + 1)...].reduce(1) { $0 * ($1 ?? 1) }
    return Double(sample / step % bound)
  }
}
