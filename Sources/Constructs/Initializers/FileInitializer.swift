import DataStore
import ExperimentGraph
import Grammar
import SourceDiagnostics

/// The numbers of a file.
package struct FileInitializer: Initializer {
  package let path: Located<String>
  package let tensor: String?

  package var file: FileInitializer? { self }

  /// A file has no distribution: its numbers are read once the parameter's shape is known.
  package func distribution(fanIn: Int, fanOut: Int, _ diagnostics: inout Diagnostics) -> Distribution? { nil }

  /// The numbers for a parameter, row-major; reports and returns nil where the file is absent or of another shape.
  func values(
    for parameter: ParameterDeclaration, folder: String, _ diagnostics: inout Diagnostics
  ) -> (values: [Double], digest: DataDigest)? {
    let full = path.value.hasPrefix("/") ? path.value : folder + "/" + path.value
    do throws(DataFailure) {
      let file = try TensorFile(contentsOf: full, tensor: tensor, usual: parameter.name)
      let shape = parameter.shape.dimensions
      if file.array.shape == shape { return (file.array.doubles(), DataDigest(name: path.value, sha256: file.digest.hex)) }
      diagnostics.report(
        Diagnostic(
          .shapeMismatch,
          "`\(parameter.name)` has shape \(parameter.shape), and the numbers of `\(path.value)` have shape \(file.array.shape)",
          at: path.range, related: [Label(parameter.origin, "the layer")]))
    } catch { diagnostics.report(error.diagnostic(at: path.range)) }
    return nil
  }

  static let entry = Entry<any Initializer>(
    "file", "The numbers of a tensor in a file, such as a checkpoint of a bundle.",
    example: "{file: {path: weights.safetensors, tensor: hidden.weight}}", shorthand: .field("path"),
    .required("path", .located(.text), "A `.safetensors` or `.npy` file, from the spec's own folder."),
    .maybe("tensor", .text, "The tensor in a safetensors file; left out, that called as the parameter, or the only one.")
  ) { FileInitializer(path: $0, tensor: $1) }
}
