import DataStore
import ExperimentGraph
import Grammar
import SourceDiagnostics
import TensorGraph

/// Handwritten digits: images (1, 28, 28) in [0, 1], labels of ten classes one-hot or as numbers.
struct MNISTDataset: DatasetSource {
  let part: MNIST.Part
  /// How many samples are used; nil for all.
  let samples: Located<Int>?
  /// How many samples at the beginning are passed over.
  let skip: Int
  /// What the targets are; nil for one-hot.
  let labels: Labels?

  enum Labels: String, Sendable, CaseIterable {
    /// Ten numbers, 1 for the digit and 0 for the others.
    case oneHot = "one_hot"
    /// The digit itself, one real number from 0 to 9.
    case number
  }

  func content(_ site: DatasetSite, _ diagnostics: inout Diagnostics) -> DatasetContent? {
    let available = part == .train ? 60_000 : 10_000
    let count = samples?.value ?? (available - skip)
    guard skip + count <= available, count > 0 else {
      diagnostics.report(
        Diagnostic(
          .outOfRange, "the \(part.rawValue) part of MNIST has \(available) samples, and \(skip + count) are asked for",
          at: samples?.range ?? site.range, help: "ask for at most \(max(available - skip, 0))"))
      return nil
    }
    let part = part
    let isNumber = labels == .number
    let width = isNumber ? 1 : 10
    let range = skip..<(skip + count)
    let cache = site.cache
    return DatasetContent(
      count: count, inputShape: [1, 28, 28], targetShape: [width], classes: isNumber ? nil : 10,
      digests: MNIST.data(part).map { DataDigest(name: $0.name, sha256: $0.digest.hex) },
      loadingBytes: available * 784 + (count < available ? count * 784 : 0) + count * width,
      load: { () throws(DataFailure) in
        let images = try MNIST.load(part, from: cache)
        let digits = images.labels[range]
        let targets = isNumber ? Array(digits) : Self.oneHot(digits)
        let pixels =
          count == available ? images.pixels : Array(images.pixels[(range.lowerBound * 784)..<(range.upperBound * 784)])
        return Samples(inputs: .bytes(pixels, divisor: 255), targets: .bytes(targets, divisor: 1))
      })
  }

  /// Ten bytes for each digit.
  static func oneHot(_ digits: some Collection<UInt8>) -> [UInt8] {
    var targets = [UInt8](repeating: 0, count: digits.count * 10)
    for (place, digit) in digits.enumerated() { targets[place * 10 + Int(digit)] = 1 }
    return targets
  }

  static let entry = Entry<any DatasetSource>(
    "mnist",
    "Handwritten digits: 28 × 28 images with values from 0 to 1, ten classes. `condensespec data get mnist` obtains them.",
    source: "LeCun, Cortes, Burges, The MNIST database of handwritten digits",
    example: "{mnist: {part: train, samples: 10000}}",
    .required("part", .choice(MNIST.Part.self), "The 60,000 images to train on or the 10,000 to test with."),
    .maybe("samples", .located(.integer(1...60_000)), "How many are used, in the original order; left out, all."),
    .optional("skip", .integer(0...59_999), default: "0", "How many at the beginning are passed over."),
    .maybe(
      "labels", .choice(Labels.self),
      "Targets: `one_hot`, the default, or `number`, the digit as one real number, for regression on digits.")
  ) { part, samples, skip, labels in MNISTDataset(part: part, samples: samples, skip: skip, labels: labels) }
}
