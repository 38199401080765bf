import Kernels
import SourceDiagnostics
import TensorGraph

/// A metric: one number over a whole dataset.
package struct MetricContent: Sendable {
  /// How values of parts of a dataset become one of the whole.
  package enum Combination: Sendable {
    /// They are means, and are weighted by their samples.
    case means
    /// They are whole numbers of samples, whose sum is divided once: 7 of 10 are the double that is written 0.7, in every precision.
    case counts
  }

  /// Dotted name, `dataset.kind`: the column of metrics.csv.
  package let name: String
  /// The dataset it is computed on.
  package let dataset: String
  package let combination: Combination
  /// Between which numbers it lies, where its kind says so.
  package var range: ClosedRange<Double>? { combination == .counts ? 0...1 : nil }
  /// Adds the metric's value over the samples given, a scalar.
  package let value:
    @Sendable (_ graph: inout TensorGraph, _ model: ModelContent, _ output: Value, _ target: Value) -> Value

  package init(
    name: String, dataset: String, combination: Combination,
    value: @escaping @Sendable (inout TensorGraph, ModelContent, Value, Value) -> Value
  ) {
    self.name = name
    self.dataset = dataset
    self.combination = combination
    self.value = value
  }
}

/// A tensor as a probe sees it: exact values of the experiment's precision, widened.
package struct ProbedTensor: Sendable {
  package let shape: Shape
  /// Row-major.
  package let values: [Double]
  /// Threads that may work on it. No number depends on how many there are.
  package let threads: Int
  /// What they work with. No number depends on it.
  package let instructionSet: InstructionSet

  package init(shape: Shape, values: [Double], threads: Int = 1, on instructionSet: InstructionSet = .best) {
    self.shape = shape
    self.values = values
    self.threads = threads
    self.instructionSet = instructionSet
  }
}

/// What a probe may look at.
package enum ProbeNeed: Sendable, Hashable {
  /// The parameter now.
  case parameter(String)
  /// The parameter at the initialization.
  case initial(String)
  /// The gradient of the training loss over the whole training set.
  case gradient(String)
  /// All inputs of a dataset, (samples, numbers of one input).
  case inputs(String)
  /// All targets of a dataset, (samples, numbers of one target).
  case targets(String)
  /// The model's output for every sample of a dataset, (samples, output shape…).
  case output(dataset: String)
  /// What a layer gives for every sample of a dataset, (samples, shape of the layer's output…).
  case activation(layer: String, dataset: String)
  /// The derivative of every output for every sample of a dataset by all parameters in the model's order, (samples · outputs, parameters).
  case jacobian(dataset: String)
  /// The same at the initialization.
  case initialJacobian(dataset: String)
  /// The second derivatives of the loss over a dataset by all parameters in the model's order, (parameters, parameters), symmetric.
  case hessian(dataset: String)
  /// What at most so many steps of Lanczos' method make of these: the diagonal and what stands beside it, (2, steps made).
  case lanczos(dataset: String, steps: Int)
  /// The time that training has come to, and the rate of its last update or the next step along a flow, (2).
  case progress
}

extension ProbeNeed {
  /// The dataset that goes through the model for it; nil if none does.
  package var passedDataset: String? {
    switch self {
    case .output(let dataset), .activation(_, let dataset): dataset
    case .parameter, .initial, .gradient, .inputs, .targets, .jacobian, .initialJacobian, .hessian, .lanczos, .progress: nil
    }
  }

  /// The dataset over which it needs derivatives; nil if none.
  package var differentiatedDataset: String? {
    switch self {
    case .jacobian(let dataset), .initialJacobian(let dataset): dataset
    default: nil
    }
  }

  /// How programs call what is computed for it.
  package var outputName: String {
    switch self {
    case .parameter(let name): name
    case .initial(let name): "initial \(name)"
    case .gradient(let name): "gradient \(name)"
    case .inputs: "inputs"
    case .targets: "targets"
    case .output: "output"
    case .activation(let layer, _): "activation \(layer)"
    case .jacobian: "jacobian"
    case .initialJacobian: "initial jacobian"
    case .hessian: "hessian"
    case .lanczos: "lanczos"
    case .progress: "progress"
    }
  }

  /// The dataset it takes something of; nil if none.
  package var dataset: String? {
    switch self {
    case .inputs(let dataset), .targets(let dataset), .hessian(let dataset), .lanczos(let dataset, _): dataset
    default: passedDataset ?? differentiatedDataset
    }
  }
}

/// What a probe measured at one moment.
package struct Measurement: Sendable {
  /// One number per declared column.
  package let scalars: [Double]
  /// One array per declared array, of its declared shape.
  package let arrays: [[Double]]

  package init(scalars: [Double], arrays: [[Double]] = []) {
    self.scalars = scalars
    self.arrays = arrays
  }
}

/// An array a probe records at each of its moments.
package struct ProbeArray: Sendable, Hashable {
  package let name: String
  package let shape: Shape

  package init(name: String, shape: Shape) {
    self.name = name
    self.shape = shape
  }
}

/// Columns of a probe that claims read together, as a list.
package struct ProbeColumnGroup: Sendable, Hashable {
  package let name: String
  package let columns: [String]

  package init(name: String, columns: [String]) {
    self.name = name
    self.columns = columns
  }
}

/// How near the numbers of two runs are where the last bits of what a probe computes are those of a library of the system.
package struct ProbeTolerance: Sendable, Hashable {
  /// At least 0, in the unit of the numbers.
  package let absolute: Double
  /// At least 0, without unit.
  package let relative: Double

  /// Spectra of matrices: far above the rounding of LAPACK's routines, far below what a figure shows.
  package static let spectrum = ProbeTolerance(absolute: 1e-9, relative: 1e-6)
}

/// A probe: a pure function of what it reads, so it cannot change the training.
package struct ProbeContent: Sendable {
  package let name: String
  /// One line in the words of the spec.
  package let summary: String
  package let moments: Moments
  /// What it reads, in the order `measure` receives it.
  package let needs: [ProbeNeed]
  /// Names of its numbers: `NAME.column` in claims, columns of probes/NAME.csv.
  package let columns: [String]
  /// Columns that are read together: `NAME.group` in claims.
  package let groups: [ProbeColumnGroup]
  /// Arrays stacked over the moments in probes/NAME/ARRAY.npy.
  package let arrays: [ProbeArray]
  /// Doubles that measuring holds at once beside what it reads and gives, where they are many.
  package let workingNumbers: Int
  /// Seconds that measuring takes at each moment on one processor, about, where they are many.
  package let workingSeconds: Double
  /// How near its numbers are in two runs; nil where they are the same bits.
  package let tolerance: ProbeTolerance?
  /// What makes its numbers doubtful where it is counted; nil if nothing does.
  package let doubt: ProbeDoubt?
  /// The optimistic sample size that it says of a target, by the declarations alone; nil for every other probe.
  package let targetSize: Int?
  /// Columns and groups that count dimensions: ranks, optimistic sample sizes, eigenvalues by sign.
  package let dimensions: [String]
  package let measure: @Sendable ([ProbedTensor]) -> Measurement
  package let origin: SourceRange

  package init(
    name: String, summary: String, moments: Moments, needs: [ProbeNeed], columns: [String], groups: [ProbeColumnGroup] = [],
    arrays: [ProbeArray], workingNumbers: Int, workingSeconds: Double = 0, tolerance: ProbeTolerance? = nil, doubt: ProbeDoubt? = nil,
    targetSize: Int? = nil, dimensions: [String] = [], origin: SourceRange,
    measure: @escaping @Sendable ([ProbedTensor]) -> Measurement
  ) {
    self.name = name
    self.summary = summary
    self.moments = moments
    self.needs = needs
    self.columns = columns
    self.groups = groups
    self.arrays = arrays
    self.workingNumbers = workingNumbers
    self.workingSeconds = workingSeconds
    self.tolerance = tolerance
    self.doubt = doubt
    self.targetSize = targetSize
    self.dimensions = dimensions
    self.measure = measure
    self.origin = origin
    precondition(Set(readNames).count == readNames.count, "what claims read of a probe has names of its own")
  }
}

extension ProbeContent {
  /// The same probe at other moments.
  package func recorded(at moments: Moments) -> ProbeContent {
    ProbeContent(
      name: name, summary: summary, moments: moments, needs: needs, columns: columns, groups: groups, arrays: arrays,
      workingNumbers: workingNumbers, workingSeconds: workingSeconds, tolerance: tolerance, doubt: doubt, targetSize: targetSize,
      dimensions: dimensions, origin: origin, measure: measure)
  }

  /// How claims call one of its numbers: `NAME.column`, or `NAME` alone where there is only one, called `value`.
  package func seriesName(_ column: String) -> String {
    columns == ["value"] ? name : "\(name).\(column)"
  }

  /// How claims call some of its columns together.
  package func listName(_ group: ProbeColumnGroup) -> String { "\(name).\(group.name)" }

  /// How claims call one of its arrays: `NAME.array`, or `NAME` alone where there is only one, called `values`.
  package func listName(_ array: ProbeArray) -> String {
    arrays.count == 1 && array.name == "values" ? name : "\(name).\(array.name)"
  }

  /// Every name by which claims read something of it.
  package var readNames: [String] { columns.map(seriesName) + groups.map(listName) + arrays.map(listName) }
}

extension ProbeContent {
  /// Whether it reads the gradient over the whole training set.
  package var needsGradient: Bool {
    needs.contains { if case .gradient = $0 { true } else { false } }
  }

  /// Whether a dataset goes through the model for it.
  package func passes(_ dataset: String) -> Bool { needs.contains { $0.passedDataset == dataset } }
}
