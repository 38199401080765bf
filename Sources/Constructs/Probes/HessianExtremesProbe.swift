import Analysis
import ExperimentGraph
import Grammar
import SourceDiagnostics

/// The ends of the spectrum of the loss's second derivatives, for models whose matrix of second derivatives is too large.
struct HessianExtremesProbe: Probe {
  let data: Located<String>
  let steps: Int
  let count: Located<Int>

  /// Numbers of all vectors that are held: 1 GiB.
  private static let mostNumbers = 1 << 27

  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard site.dataset(data, &diagnostics) != nil, site.hasParameters(for: "hessian_extremes", &diagnostics) else { return nil }
    guard count.value <= steps else {
      diagnostics.report(
        Diagnostic(
          .outOfRange, "\(steps) steps find at most \(steps) eigenvalues, and \(count.value) are asked for at either end", at: count.range,
          help: "raise `steps`: some ten times `count` make good ones"))
      return nil
    }
    let order = site.parameters.numberCount
    guard count.value <= order else {
      diagnostics.report(
        Diagnostic(
          .outOfRange,
          "the second derivatives by \(Limits.grouped(order)) parameters have as many eigenvalues, and \(Limits.grouped(count.value)) are "
            + "asked for at either end",
          at: count.range, help: "write at most \(order)"))
      return nil
    }
    guard steps * order <= Self.mostNumbers else {
      diagnostics.report(
        Diagnostic(
          .memoryLimit,
          "`hessian_extremes` would hold \(Limits.grouped(steps)) vectors of \(Limits.grouped(order)) numbers; the most are "
            + "\(Limits.grouped(Self.mostNumbers)) numbers",
          at: site.range, help: "take at most \(Self.mostNumbers / order) `steps`"))
      return nil
    }
    let count = count.value
    let unit = site.precision == .float32 ? Double(Float.ulpOfOne) : Double.ulpOfOne
    return ProbePlan(
      needs: [.lanczos(dataset: data.value, steps: steps)], columns: ["lowest", "highest", "lowest_error", "highest_error", "steps"],
      arrays: [ProbeArray(name: "low", shape: [count]), ProbeArray(name: "high", shape: [count])],
      // Every new vector is made orthogonal to all before it, twice.
      workingNumbers: 2 * steps * steps, workingSeconds: 4 * Double(steps) * Double(steps) * Double(order) / 1.7e9, tolerance: .spectrum,
      measure: { tensors in
        let made = tensors[0].shape[1]
        let matrix = LanczosMatrix(diagonal: Array(tensors[0].values[..<made]), beside: Array(tensors[0].values[made...]))
        guard let (values, errors) = try? matrix.eigenvalues(), let low = values.first, let high = values.last,
          let lowError = errors.first, let highError = errors.last
        else { return Measurement(unknown: 5, [count, count]) }
        // No value is nearer to an eigenvalue than the products are exact.
        let rounding = unit * max(abs(low), abs(high))
        let none = [Double](repeating: .nan, count: max(0, count - made))
        return Measurement(
          scalars: [low, high, max(lowError, rounding), max(highError, rounding), Double(made)],
          arrays: [Array(values.prefix(count)) + none, Array(values.reversed().prefix(count)) + none])
      })
  }
}

extension HessianExtremesProbe {
  static let entry = Entry<any Probe>(
    "hessian_extremes",
    "The ends of the spectrum of the loss's second derivatives by all parameters over a whole dataset, by Lanczos' method from a start "
      + "drawn by the seed: the `lowest` and the `highest` eigenvalue, the `count` lowest, ascending, in `low`, the `count` highest, "
      + "descending, in `high`. An eigenvalue lies within `lowest_error` of the lowest found, one within `highest_error` of the highest. "
      + "`steps` is how many steps were made: fewer than asked for where no direction was left. A multiple eigenvalue is found once. Not a "
      + "number where a second derivative is not finite. The matrix is never made, so that the model may have any number of parameters.",
    source: "Golub & Van Loan, Matrix Computations, section 10.1", example: "{hessian_extremes: {steps: 60}}",
    .optional("on", .name("dataset"), default: "train", "The dataset of the loss."),
    .optional("steps", .integer(1...1000), default: "80", "Steps of the method: products of the second derivatives with a vector."),
    .optional("count", .located(.integer(1...1000)), default: "1", "How many eigenvalues are recorded at either end.")
  ) { HessianExtremesProbe(data: $0, steps: $1, count: $2) }
}
