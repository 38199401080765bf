import DataStore
import ExperimentGraph
import Results
import SourceDiagnostics

/// Why a run could not go on although its spec is right.
package enum RunFailure: Error, Sendable {
  /// A data set is absent, altered or unreadable.
  case data(DataFailure)
  /// The bundle could not be written.
  case results(ResultsFailure)
  /// The experiment needs more memory than there is. Both in bytes.
  case memory(needed: Int, available: Int)
  /// The bundle needs more disk than is free. Both in bytes.
  case disk(needed: Int, available: Int, path: String)
  /// The loss is infinite or not a number, and the spec does not allow it.
  case nonfinite(NonfiniteFinding)
  /// The loss rose at every learning rate that was tried, the last of which is given.
  case unstable(rate: Double)
  /// No step along the flow is small enough for the error that may be made.
  case stuck(step: Int, time: Double)
  /// A number of a dataset is no token or place that the model knows; `input` names which of a sample, where it is a certain one.
  case token(dataset: String, sample: Int, value: Double, input: String?, vocabulary: Int)
  /// No attempt of a stage came to a critical point; the last one's Σ |∂L/∂θ|, the largest that would have done, and where
  /// the stage stands.
  case noCriticalPoint(stage: String, attempts: Int, gradientNorm: Double, wanted: Double, origin: SourceRange)
}

extension RunFailure {
  /// The part of the spec that it is about and what can be done there; nil where it is about no part of it.
  package var place: (origin: SourceRange, help: String)? {
    switch self {
    case .nonfinite(let finding):
      finding.origin.map {
        ($0, "use a smaller learning rate or initialization, or write `on_nonfinite: record` to keep divergence as a result")
      }
    case .noCriticalPoint(_, _, _, _, let origin):
      (
        origin,
        "allow more `iterations`, `restarts` from fresh draws or a larger norm (`until`), or go on from there with `on_failure: record`"
      )
    default: nil
    }
  }

  /// Whether it lies in the numbers of this experiment, so that it says nothing about another one on the same computer.
  package var isOfTheExperiment: Bool {
    switch self {
    case .nonfinite, .unstable, .stuck, .noCriticalPoint: true
    case .data, .results, .memory, .disk, .token: false
    }
  }
}

/// The first tensor with a number that is infinite or not a number.
package struct NonfiniteFinding: Sendable {
  /// Completed updates when it was found.
  package let step: Int
  /// What the tensor is: `conv.weight`, or the primitive and its place in the program.
  package let tensor: String
  /// The value found, `nan`, `inf` or `-inf`.
  package let value: String
  /// The part of the spec that asked for it.
  package let origin: SourceRange?

  package init(step: Int, tensor: String, value: String, origin: SourceRange?) {
    self.step = step
    self.tensor = tensor
    self.value = value
    self.origin = origin
  }

  /// One sentence without a full stop.
  package var sentence: String {
    "the loss stopped being finite after step \(step): the first bad tensor is \(tensor), which holds \(value)"
  }
}

extension RunFailure: CustomStringConvertible {
  package var description: String {
    switch self {
    case .data(let failure): "\(failure)"
    case .results(let failure): "\(failure)"
    case .memory(let needed, let available):
      "the experiment needs \(needed.asBytes) of memory and there are \(available.asBytes)"
    case .disk(let needed, let available, let path):
      "the bundle needs \(needed.asBytes) of disk and `\(path)` has \(available.asBytes) free"
    case .nonfinite(let finding): finding.sentence
    case .stuck(let step, let time):
      "after step \(step), at time \(time), no step along the flow is small enough for the error that may be made: allow a larger one"
    case .token(let dataset, let sample, let value, let input, let vocabulary):
      "sample \(sample) of `\(dataset)` has \(input.map { "the input `\($0)` =" } ?? "the token") "
        + "\(Int(exactly: value).map(String.init) ?? NumberText.of(value)), "
        + "and the model knows the whole numbers from 0 to \(vocabulary - 1)"
    case .noCriticalPoint(let stage, let attempts, let norm, let wanted, _):
      "the stage `\(stage)` found no critical point in \(attempts) attempt\(attempts == 1 ? "" : "s"): "
        + "the gradient's norm was \(NumberText.of(norm)) at the last, and `until` is \(NumberText.of(wanted))"
    case .unstable(let rate):
      "no learning rate was found at which the loss never rises: it still rose at \(rate), after \(RateSearch.mostHalvings) halvings"
    }
  }
}

extension Int {
  /// A number of bytes as people read it: `3.2 GB`.
  package var asBytes: String {
    let units = ["bytes", "kB", "MB", "GB", "TB", "PB", "EB"]
    var value = Double(self)
    var unit = 0
    while value >= 1000 && unit + 1 < units.count {
      value /= 1000
      unit += 1
    }
    if unit == 0 { return "\(self) bytes" }
    return "\((value * 10).rounded() / 10) \(units[unit])"
  }
}
