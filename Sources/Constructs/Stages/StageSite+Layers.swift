import ExperimentGraph
import Grammar
import SourceDiagnostics

extension StageSite {
  /// A layer whose units a stage changes, and the layer that reads them.
  struct ChangedLayer {
    let name: String
    let units: Int
    let reader: String
  }

  /// The layer of a name; reports one that is not there, whose units cannot be changed, or that no layer reads.
  func changedLayer(_ name: Located<String>, _ diagnostics: inout Diagnostics) -> ChangedLayer? {
    let changeable = model.layers.dropLast().filter { $0.value.value.resized(to: 1) != nil }.map(\.name.value)
    guard let place = model.layers.firstIndex(where: { $0.name.value == name.value }), changeable.contains(name.value) else {
      let isThere = model.layers.contains { $0.name.value == name.value }
      diagnostics.report(
        Diagnostic(
          .unknownLayer,
          isThere ? "`\(name.value)` has no units that another layer reads" : "there is no layer called `\(name.value)`", at: name.range,
          help: spellingHelp(for: name.value, among: changeable)
            ?? (changeable.isEmpty ? "dense layers have such units" : "layers with such units: \(quotedNames(changeable))")))
      return nil
    }
    guard let reader = layers[(place + 1)...].first(where: { !$0.parameters.isEmpty }),
      reader.parameters[0].shape.rank >= 2, reader.parameters[0].name == reader.name + ".weight"
    else {
      diagnostics.report(
        Diagnostic(.unknownLayer, "no layer with weights of its own reads the units of `\(name.value)`", at: name.range))
      return nil
    }
    return ChangedLayer(name: name.value, units: layers[place].parameters[0].shape[0], reader: reader.name)
  }

  /// The first layer, from one whose units change to before the one that reads them, that is not odd; nil where all are.
  func notOdd(from layer: ChangedLayer) -> Named<Built<any Layer>>? {
    let names = model.layers.map(\.name.value)
    guard let first = names.firstIndex(of: layer.name), let last = names.firstIndex(of: layer.reader) else { return nil }
    return model.layers[first..<last].first { !$0.value.value.isOdd }
  }

  /// The model with another number of units in some layers.
  func model(with units: [(layer: String, count: Int)]) -> ModelSpec {
    var changed = model
    changed.layers = model.layers.map { item in
      guard let count = units.first(where: { $0.layer == item.name.value })?.count, let layer = item.value.value.resized(to: count)
      else { return item }
      return Named(name: item.name, value: item.value.replacing(layer, text: "\(item.value.kind.value), \(count) units"))
    }
    return changed
  }
}
