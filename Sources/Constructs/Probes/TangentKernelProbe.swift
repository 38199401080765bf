import Analysis
import ExperimentGraph
import Grammar
import SourceDiagnostics

/// How far the tangent kernel moved from its start.
struct TangentKernelProbe: Probe {
  let data: Located<String>

  /// Samples whose derivatives are taken one by one.
  static let mostSamples = 200

  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard let dataset = site.dataset(data, &diagnostics), site.hasParameters(for: "tangent_kernel", &diagnostics) else { return nil }
    let tooMany =
      dataset.count > Self.mostSamples
      ? "takes at most \(Self.mostSamples) samples, and `\(data.value)` has \(Limits.grouped(dataset.count))" : nil
    if let excess = tooMany ?? site.jacobianExcess(dataset) {
      diagnostics.report(.smallerDataset("`tangent_kernel` \(excess)", at: data.range))
      return nil
    }
    let (rows, columns) = site.jacobianShape(dataset)
    return ProbePlan(
      needs: [.initialJacobian(dataset: data.value), .jacobian(dataset: data.value)], columns: ["value"], arrays: [],
      // Two kernels.
      workingNumbers: 2 * rows * rows, workingSeconds: 2 * gramMatrixSeconds(rows: rows, columns: columns),
      measure: { tensors in
        let kernels = tensors.map { gramMatrix($0.values, rows: rows) }
        return Measurement(scalars: [relativeDistance(from: [kernels[0]], to: [kernels[1]])])
      })
  }
}

extension TangentKernelProbe {
  static let entry = Entry<any Probe>(
    "tangent_kernel",
    "How far the tangent kernel moved from its start: ‖K − K₀‖ / ‖K₀‖ (Frobenius), with K = J Jᵀ and J the derivatives of every output for "
      + "every sample by all parameters. It stays small where training is linear.",
    source: "arXiv:1806.07572", example: "{tangent_kernel: {on: train}}", shorthand: .field("on"),
    .required("on", .name("dataset"), "The dataset that goes through the model, of at most \(mostSamples) samples.")
  ) { TangentKernelProbe(data: $0) }
}
