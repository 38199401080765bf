import Constructs
import DataStore
import ExperimentGraph
import Glibc
import SourceDiagnostics
import Testing

@Suite struct DatasetTests {
  static let points = [
    "{linspace: [-1, 1, 7]}", "{grid: [[-1, 1, 3], [0, 2, 4]]}", "{uniform: {n: 9, d: 2, low: 3, high: 4}}",
    "{normal: {n: 9, d: 3, mean: 100, std: 0.1}}", "[-1/2, 0, 1/2]",
  ]

  static func spec(_ points: String, seed: Int = 1) -> String {
    let isLine = points.hasPrefix("{linspace") || points.hasPrefix("[")
    var spec = SampleSpec()
    spec.data = "{train: {function: {of: \(isLine ? "x^2" : "x1 - 2*x2"), x: \(points)}}}"
    spec.batch = "full"
    spec.rest = "seed: \(seed)"
    return spec.text
  }

  static func samples(_ points: String, seed: Int = 1) throws -> (content: DatasetContent, samples: Samples) {
    let read = ReadSpec(spec(points, seed: seed))
    #expect(read.summary == [])
    let content = try #require(read.reader.graph).trainingData
    return (content, try content.load())
  }

  @Test(arguments: points) func `the declared shapes are those of what is loaded`(_ points: String) throws {
    let (content, samples) = try Self.samples(points)
    #expect(samples.inputs.count == content.count * content.inputShape.count)
    #expect(samples.targets.count == content.count * content.targetShape.count)
  }

  @Test(arguments: points) func `a dataset is a pure function of the seed`(_ points: String) throws {
    let isRandom = points.hasPrefix("{uniform") || points.hasPrefix("{normal")
    let inputs = try Self.samples(points).samples.inputs.doubles
    #expect(try Self.samples(points).samples.inputs.doubles == inputs)
    let others = try Self.samples(points, seed: 2).samples.inputs.doubles
    #expect((others != inputs) == isRandom)
  }

  @Test(arguments: points) func `targets are the formula at the points`(_ points: String) throws {
    let (content, samples) = try Self.samples(points)
    let inputs = samples.inputs.doubles
    let width = content.inputShape.count
    let expected = (0..<content.count).map { row in
      width == 1 ? inputs[row] * inputs[row] : inputs[row * width] - 2 * inputs[row * width + 1]
    }
    #expect(samples.targets.doubles == expected)
  }

  @Test func `points stand where they are asked for`() throws {
    #expect(try Self.samples("{linspace: [0, 1, 5]}").samples.inputs.doubles == [0, 0.25, 0.5, 0.75, 1])
    #expect(try Self.samples("{linspace: [3, 9, 1]}").samples.inputs.doubles == [3])
    #expect(try Self.samples("[-1/2, 0, 1/2]").samples.inputs.doubles == [-0.5, 0, 0.5])
    let grid = try Self.samples("{grid: [[0, 1, 2], [5, 7, 3]]}").samples.inputs.doubles
    #expect(grid == [0, 5, 0, 6, 0, 7, 1, 5, 1, 6, 1, 7])
    let uniform = try Self.samples("{uniform: {n: 5000, d: 2, low: 3, high: 4}}").samples.inputs.doubles
    #expect(uniform.allSatisfy { $0 >= 3 && $0 < 4 })
    let normal = try Self.samples("{normal: {n: 5000, d: 2, mean: 100, std: 0.1}}").samples.inputs.doubles
    let mean = normal.reduce(0, +) / 10_000
    #expect(abs(mean - 100) <= 5 * 0.1 / 100)
  }

  @Test func `another dataset leaves the draws of this one alone`() throws {
    var spec = SampleSpec()
    let train = "train: {function: {of: x1 + x2, x: {uniform: {n: 9, d: 2}}}}"
    spec.data = "{\(train)}"
    let alone = try #require(ReadSpec(spec.text).reader.graph).trainingData.load().inputs.doubles
    spec.data = "{other: {function: {of: x1, x: {uniform: {n: 9, d: 2}}}}, \(train)}"
    let together = try #require(ReadSpec(spec.text).reader.graph)
    let again = try together.trainingData.load().inputs.doubles
    #expect(again == alone)
    let other = try together.datasets[0].content.load().inputs.doubles
    #expect(other != alone)
  }

  @Test func `a dataset may share another's formula`() throws {
    var spec = SampleSpec()
    spec.data = "{train: {function: {of: 3*x, x: [1, 2, 3, 4]}}, test: {function: {of: train, x: [5]}}}"
    let graph = try #require(ReadSpec(spec.text).reader.graph)
    let samples = try graph.datasets[1].content.load()
    #expect(samples.targets.doubles == [15])
  }

  @Test func `a table is read by names or numbers, with its digest`() throws {
    let folder = repository + "/Tests/Fixtures/invalid/data"
    var spec = SampleSpec()
    spec.batch = "full"
    for (inputs, targets) in [("[age]", "[height]"), ("[1]", "[2]")] {
      spec.data = "{train: {csv: {path: heights.csv, inputs: \(inputs), targets: \(targets)}}}"
      let read = ReadSpec(spec.text, folder: folder)
      #expect(read.summary == [])
      let content = try #require(read.reader.graph).trainingData
      let samples = try content.load()
      #expect(samples.inputs.doubles == [3, 4, 5])
      #expect(samples.targets.doubles == [0.95, 1.02, 1.09])
      #expect(content.digests.map(\.name) == ["heights.csv"])
      #expect(content.digests[0].sha256.count == 64)
    }
  }

  @Test func `a table is parted by rows, in its own order or in one that the seed draws`() throws {
    let folder = repository + "/Tests/Fixtures/invalid/data"
    func inputs(_ options: String, seed: Int = 1) throws -> [Double] {
      var spec = SampleSpec(batch: "full", rest: "seed: \(seed)")
      spec.data = "{train: {csv: {path: heights.csv, inputs: [age], targets: [height], \(options)}}}"
      return try #require(ReadSpec(spec.text, folder: folder).reader.graph).trainingData.load().inputs.doubles
    }
    #expect(try inputs("samples: 2") == [3, 4])
    #expect(try inputs("skip: 1") == [4, 5])
    #expect(try inputs("skip: 1, samples: 1") == [4])
    var orders: [[Double]] = []
    for seed in 1...8 {
      let parts = try inputs("samples: 2, shuffle: true", seed: seed) + inputs("skip: 2, shuffle: true", seed: seed)
      #expect(parts.sorted() == [3, 4, 5])
      if !orders.contains(parts) { orders.append(parts) }
    }
    #expect(orders.count > 2)
  }

  @Test(arguments: points) func `points that are drawn can be drawn anew, others not`(_ points: String) throws {
    let (content, samples) = try Self.samples(points)
    let isRandom = points.hasPrefix("{uniform") || points.hasPrefix("{normal")
    #expect((content.redrawn != nil) == isRandom)
    guard let again = content.redrawn?() else { return }
    let others = try again.load()
    #expect(again.count == content.count && again.redrawn == nil)
    #expect(Set(others.inputs.doubles).isDisjoint(with: samples.inputs.doubles))
  }

  @Test(arguments: [("", 10, 10), (", labels: one_hot", 10, 10), (", labels: number", 1, nil)])
  func `labels of MNIST are ten classes or one number`(_ item: (labels: String, width: Int, classes: Int?)) throws {
    var spec = SampleSpec()
    spec.data = "{train: {mnist: {part: test, samples: 8\(item.labels)}}}"
    spec.layers = "{flat: flatten, readout: {dense: {units: \(item.width)}}}"
    let content = try #require(ReadSpec(spec.text).reader.graph).trainingData
    #expect(content.targetShape == [item.width])
    #expect(content.classes == item.classes)
  }

  /// Where this user's data sets lie.
  static let stored = DataCache(directory: DataCache.usualDirectory { getenv($0).map { String(cString: $0) } })

  @Test(.enabled(if: stored.missing(MNIST.declaration).isEmpty))
  func `a digit of MNIST is its number, or a one at its place, however often it is read`() throws {
    func targets(_ labels: String) throws -> SampleNumbers {
      var spec = SampleSpec()
      spec.data = "{train: {mnist: {part: test, samples: 4, skip: 1\(labels)}}}"
      spec.layers = "{flat: flatten, readout: {dense: {units: \(labels.isEmpty ? 10 : 1)}}}"
      var diagnostics = Diagnostics()
      let reader = SpecReader(
        SourceFile(name: "spec.yaml", text: spec.text), overrides: [], site: LoweringSite(folder: "/", cache: Self.stored),
        into: &diagnostics)
      return try #require(reader.graph).trainingData.load().targets
    }
    for _ in 0..<3 {
      guard case .bytes(let digits, 1) = try targets(", labels: number"), case .bytes(let places, 1) = try targets("") else {
        Issue.record("labels are bytes, as they are")
        return
      }
      // The test part begins 7, 2, 1, 0, 4.
      #expect(digits == [2, 1, 0, 4])
      #expect(places.indices.filter { places[$0] == 1 } == [2, 11, 20, 34])
      #expect(places.allSatisfy { $0 <= 1 } && places.count == 40)
    }
  }

  @Test func `MNIST has its shapes before any file is there, and says which command brings it`() throws {
    var spec = SampleSpec()
    spec.data = "{train: {mnist: {part: test, samples: 100, skip: 9900}}}"
    spec.layers = "{flat: flatten, readout: {dense: {units: 10}}}"
    spec.loss = "cross_entropy"
    let content = try #require(ReadSpec(spec.text).reader.graph).trainingData
    #expect(content.count == 100)
    #expect(content.inputShape == [1, 28, 28])
    #expect(content.targetShape == [10])
    #expect(content.digests.count == 2)
    do throws(DataFailure) {
      _ = try content.load()
      Issue.record("there is no data in that folder")
    } catch {
      #expect("\(error)".contains("condensespec data get mnist"))
    }
  }
}
