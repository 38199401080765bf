import ExperimentGraph
import Grammar
import SourceDiagnostics

extension ProbeSite {
  /// A dataset by its name in the spec; reports a name that is not there.
  func dataset(_ name: Located<String>, _ diagnostics: inout Diagnostics) -> DatasetContent? {
    if let found = datasets.first(where: { $0.name == name.value }) { return found.content }
    // What keeps a dataset of the spec from being here was said where it stands.
    if declaredData.contains(name.value) { return nil }
    let near = spellingHelp(for: name.value, among: declaredData)
    diagnostics.report(
      Diagnostic(
        .unknownData, "there is no dataset called `\(name.value)`", at: name.range,
        help: near ?? "known: \(quotedNames(declaredData))"))
    return nil
  }

  /// A dataset on which the model is a function with one output and, where `ofOneInput`, one input.
  /// - Parameter reader: the kind of the probe that needs it.
  func curve(
    _ name: Located<String>, ofOneInput: Bool, for reader: String, _ diagnostics: inout Diagnostics
  ) -> DatasetContent? {
    guard let dataset = dataset(name, &diagnostics) else { return nil }
    let inputs = dataset.inputShape.count
    let outputs = model.outputShape.count
    guard outputs == 1, inputs == 1 || !ofOneInput else {
      let needed = ofOneInput ? "one input and one output" : "one output"
      let found = ofOneInput ? "\(inputs) and \(outputs)" : "\(outputs)"
      diagnostics.report(
        Diagnostic(.shapeMismatch, "`\(reader)` is about a model with \(needed), and this one has \(found)", at: name.range))
      return nil
    }
    return dataset
  }
}

extension Field where Value == Located<String> {
  /// The dataset that a probe looks at.
  static var probedDataset: Self { .required("on", .name("dataset"), "The dataset that goes through the model.") }
}

/// The first of each, in order.
func distinct(_ numbers: [Int]) -> [Int] {
  var result: [Int] = []
  for number in numbers where !result.contains(number) { result.append(number) }
  return result
}
