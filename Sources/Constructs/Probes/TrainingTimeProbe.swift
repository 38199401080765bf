import ExperimentGraph
import Grammar
import SourceDiagnostics

/// How far training has come, in the time of the flow that it follows.
struct TrainingTimeProbe: Probe {
  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    ProbePlan(
      needs: [.progress], columns: ["time", "learning_rate"], arrays: [],
      measure: { tensors in Measurement(scalars: tensors[0].values) })
  }
}

extension TrainingTimeProbe {
  static let entry = Entry<any Probe>(
    "training_time",
    "How far training has come: `time` is the sum of the learning rates of all updates, in which gradient descent follows dθ/dt = −∇L, "
      + "or the time of `gradient_flow` in its own unit; `learning_rate` is that of the last update, halvings of `auto` included (before "
      + "any update, that of the first), or the step that is tried next along the flow.",
    example: "{training_time: {}}"
  ) { TrainingTimeProbe() }
}
