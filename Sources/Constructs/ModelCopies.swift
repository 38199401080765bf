import Grammar
import SourceDiagnostics
import YAMLTree

extension Language {
  /// A document in which every model that is `like` another is whole: a copy of the other, with its own parts laid over it. Reports a name
  /// that is none or stands later, and `models` that are none.
  func copyingModels(_ node: Node, _ diagnostics: inout Diagnostics) -> Node {
    if let like = node["model"]?.mapping?.first(where: { $0.key.value == Self.copyKey }) {
      diagnostics.report(
        Diagnostic(
          .misplacedOption, "`like` copies another model, and `model` is the only one", at: like.key.range,
          help: "write several under `models:`, for stages to choose from"))
    }
    guard let models = node["models"], let entries = models.mapping else { return node }
    let own = entries.filter { !$0.isNote }
    if own.isEmpty, !models.isIncomplete {
      diagnostics.report(
        Diagnostic(
          .missingKey, "there are no models", at: models.range, help: "add one, such as `one: {layers: …, loss: …}`, or `model:`"))
    }
    var whole: [YAMLTree.Entry] = []
    for entry in own {
      let value = copied(entry.value, after: whole, among: own.map(\.key), &diagnostics)
      whole.append(YAMLTree.Entry(key: entry.key, value: value))
    }
    let filled = Node(.mapping(whole + entries.filter(\.isNote)), at: models.range, isIncomplete: models.isIncomplete)
    let replaced = (node.mapping ?? []).map { entry in
      entry.key.value == "models" ? YAMLTree.Entry(key: entry.key, value: filled) : entry
    }
    return Node(.mapping(replaced), at: node.range, isIncomplete: node.isIncomplete)
  }

  private static var copyKey: String { "like" }

  /// A model with what it is like filled in.
  /// - Parameter whole: the models before it.
  private func copied(
    _ model: Node, after whole: [YAMLTree.Entry], among names: [Located<String>], _ diagnostics: inout Diagnostics
  ) -> Node {
    guard let like = model.mapping?.first(where: { $0.key.value == Self.copyKey }), let word = like.value.scalar else { return model }
    let own = (model.mapping ?? []).filter { $0.key.value != Self.copyKey }
    let words = EarlierName(code: .unknownModel, noun: "model", can: "be like", does: "is like")
    guard let place = words.place(of: Located(word.text, at: like.value.range), before: whole.count, in: names, &diagnostics) else {
      // What it lacks stands in a model that is not there, which has been said.
      return Node(.mapping(own), at: model.range, isIncomplete: true)
    }
    let top = Node(.mapping(own), at: model.range, isIncomplete: model.isIncomplete)
    return overlaid(whole[place].value.asOnlyModel, by: top.asOnlyModel)["models"]?["copy"] ?? top
  }
}

extension Node {
  /// The piece of a document that has one model, called `copy`.
  fileprivate var asOnlyModel: Node {
    func holding(_ key: String, _ value: Node) -> Node {
      Node(.mapping([YAMLTree.Entry(key: Located(key, at: range), value: value)]), at: range)
    }
    return holding("models", holding("copy", self))
  }
}
