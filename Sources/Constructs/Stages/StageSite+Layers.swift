import ExperimentGraph
import Grammar
import SourceDiagnostics

extension StageSite {
  /// Units that a stage can change, in the order of the model.
  var units: [UnitGroup<LayerStack>] { LayerStack(layers: model.layers).unitGroups(for: input) }

  /// The units of a name; reports a layer that is not there, or whose units cannot be changed.
  func units(of name: Located<String>, _ diagnostics: inout Diagnostics) -> UnitGroup<LayerStack>? {
    let groups = units
    if let group = groups.first(where: { $0.name == name.value }) { return group }
    let known = groups.map(\.name)
    diagnostics.report(
      Diagnostic(
        .unknownLayer,
        isThere(name.value)
          ? "`\(name.value)` has no units that the weights of one other layer read" : "there is no layer called `\(name.value)`",
        at: name.range,
        help: spellingHelp(for: name.value, among: known)
          ?? (known.isEmpty ? "dense layers and convolutions have such units" : "layers with such units: \(quotedNames(known))")))
    return nil
  }

  /// The units that read those of a group, each as it is.
  func readers(of group: UnitGroup<LayerStack>) -> [(origin: Int?, weight: Double)] {
    let shape = layers.flatMap(\.parameters).first { $0.name == group.reader.parameter }?.shape
    return (0..<(shape.map { $0[group.reader.axis - 1] } ?? 0)).map { ($0, 1) }
  }

  /// Whether something of the model has that name: a layer, or one inside it.
  private func isThere(_ name: String) -> Bool {
    layers.contains { layer in layer.name == name || layer.parameters.contains { $0.name == name || $0.name.hasPrefix(name + ".") } }
  }

  /// The model with another number of units in some layers.
  func model(with units: [(name: String, count: Int)]) -> ModelSpec {
    var changed = model
    for item in units {
      let groups = LayerStack(layers: changed.layers).unitGroups(for: input)
      guard let group = groups.first(where: { $0.name == item.name }) else { continue }
      changed.layers = group.resized(item.count).layers
    }
    return changed
  }
}
