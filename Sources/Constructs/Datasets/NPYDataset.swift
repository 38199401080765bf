import DataStore
import ExperimentGraph
import Grammar
import Results
import SourceDiagnostics
import TensorGraph

/// Samples from two numpy arrays.
struct NPYDataset: DatasetSource {
  let inputs: Located<String>
  let targets: Located<String>

  func content(_ site: DatasetSite, _ diagnostics: inout Diagnostics) -> DatasetContent? {
    let first = read(inputs, site, &diagnostics)
    let second = read(targets, site, &diagnostics)
    guard let first, let second else { return nil }
    guard first.array.shape[0] == second.array.shape[0] else {
      diagnostics.report(
        Diagnostic(
          .shapeMismatch, "there are \(first.array.shape[0]) inputs and \(second.array.shape[0]) targets", at: targets.range,
          related: [Label(inputs.range, "the inputs")]))
      return nil
    }
    let samples = Samples(inputs: .numbers(first.array.doubles()), targets: .numbers(second.array.doubles()))
    return DatasetContent(
      count: first.array.shape[0], inputShape: Self.sampleShape(first.array), targetShape: Self.sampleShape(second.array),
      classes: nil,
      digests: [
        DataDigest(name: inputs.value, sha256: first.digest.hex), DataDigest(name: targets.value, sha256: second.digest.hex),
      ],
      heldBytes: 8 * (first.array.count + second.array.count),
      load: { () throws(DataFailure) in samples })
  }

  private func read(
    _ path: Located<String>, _ site: DatasetSite, _ diagnostics: inout Diagnostics
  ) -> NumberArray? {
    do throws(DataFailure) {
      let array = try NumberArray(contentsOf: site.path(path.value))
      if !array.array.shape.isEmpty, array.array.count > 0 { return array }
      diagnostics.report(
        Diagnostic(.dataFormat, "`\(path.value)` has shape \(array.array.shape): there are no samples", at: path.range))
    } catch {
      diagnostics.report(error.diagnostic(at: path.range))
    }
    return nil
  }

  /// The shape behind the first axis; one number for each sample is a row of one.
  private static func sampleShape(_ array: NumericArray) -> Shape {
    array.shape.count == 1 ? [1] : Shape(Array(array.shape.dropFirst()))
  }

  static let entry = Entry<any DatasetSource>(
    "npy", "Samples from two numpy arrays whose first axis counts the samples.",
    example: "{npy: {inputs: x.npy, targets: y.npy}}",
    .required("inputs", .located(.text), "The file of the inputs, from the spec's own folder."),
    .required("targets", .located(.text), "The file of the targets, from the spec's own folder.")
  ) { NPYDataset(inputs: $0, targets: $1) }
}
