import Analysis
import ExperimentGraph
import SourceDiagnostics
import TensorGraph

/// What a probe is told when the model is known.
package struct ProbeSite: Sendable {
  package let model: ModelContent
  /// The datasets that could be understood.
  package let datasets: [(name: String, content: DatasetContent)]
  /// Names of all datasets of the spec: what is wrong with one has been said.
  package let declaredData: [String]
  /// The initial scales of a two-layer network; nil where the declarations do not give them.
  package let scales: InitialScales?
  /// The precision of the experiment.
  let precision: Precision
  /// The probe being planned.
  package var range: SourceRange

  package var parameters: [ParameterDeclaration] { model.parameters }
  package var layers: [LayerContent] { model.layers }

  /// The parameter called `name`.
  func parameter(_ name: String) -> ParameterDeclaration? { parameters.first { $0.name == name } }
}

/// A probe ready to measure: what it reads, what it gives, and how.
package struct ProbePlan: Sendable {
  let needs: [ProbeNeed]
  let columns: [String]
  /// Columns that claims can read together, as a list.
  var groups: [ProbeColumnGroup] = []
  let arrays: [ProbeArray]
  /// Doubles that measuring holds at once beside what it reads and gives, where they are many.
  var workingNumbers = 0
  /// Seconds that measuring takes at each moment on one processor, about, where they are many; what programs compute before is not in them.
  var workingSeconds = 0.0
  /// How near its numbers are in two runs; nil where they are the same bits.
  var tolerance: ProbeTolerance? = nil
  /// Datasets that are not in the spec and that it needs.
  var addedData: [(name: String, content: DatasetContent)] = []
  /// What makes its numbers doubtful where it is counted; nil if nothing does.
  var doubt: ProbeDoubt? = nil
  /// The optimistic sample size that it says of a target, by the declarations alone; nil for every other probe.
  var targetSize: Int? = nil
  /// Columns and groups that count dimensions: ranks, optimistic sample sizes, eigenvalues by sign.
  var dimensions: [String] = []
  let measure: @Sendable ([ProbedTensor]) -> Measurement
}

/// A measurement of parameters, gradients or what the model makes of data, that cannot change the training.
package protocol Probe: Sendable {
  /// Decides what to read; reports and returns nil where a name is unknown or a tensor does not suit.
  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan?
}
