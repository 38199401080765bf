import Analysis
import ExperimentGraph
import Grammar
import SourceDiagnostics

/// How far the tangent kernel moved from its start.
struct TangentKernelProbe: Probe {
  let data: Located<String>

  /// Samples whose derivatives are taken one by one.
  static let mostSamples = 200
  /// Numbers of the Jacobian that is held twice: 1 GiB each.
  static let mostNumbers = 1 << 27

  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard let dataset = site.dataset(data, &diagnostics) else { return nil }
    let rows = dataset.count * site.model.outputShape.count
    let columns = site.parameters.reduce(0) { $0 + $1.shape.count }
    guard dataset.count <= Self.mostSamples, rows * columns <= Self.mostNumbers else {
      let excess =
        dataset.count > Self.mostSamples
        ? "takes at most \(Self.mostSamples) samples, and `\(data.value)` has \(Limits.grouped(dataset.count))"
        : "would hold \(Limits.grouped(rows * columns)) derivatives; the most is \(Limits.grouped(Self.mostNumbers))"
      diagnostics.report(
        Diagnostic(
          .memoryLimit, "`tangent_kernel` \(excess)", at: data.range, help: "declare a smaller dataset for it under `data:`"))
      return nil
    }
    return ProbePlan(
      needs: [.initialJacobian(dataset: data.value), .jacobian(dataset: data.value)], columns: ["value"], arrays: [],
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
