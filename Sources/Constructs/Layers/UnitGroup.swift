import Grammar
import TensorGraph

/// How the units of a layer stand in what it gives for one sample.
package enum UnitForm: Sendable {
  /// As the numbers of a row, or of the row of every place: the last axis.
  case numbers
  /// As channels: the first axis.
  case channels
}

/// An axis of a parameter that counts units.
package struct UnitAxis: Sendable, Hashable {
  /// The parameter: behind the layer's name in what layers declare, else whole.
  let parameter: String
  let axis: Int
  /// How units stand on an axis that has several numbers of each: as numbers, all units for every place; as channels, all places for every
  /// unit.
  let form: UnitForm

  /// The same under the name of a layer; a name that begins with a number continues the layer's own, as with its parameters.
  func owned(by owner: String) -> UnitAxis { UnitAxis(parameter: joinedName(owner, parameter), axis: axis, form: form) }
}

/// The units that a layer gives to the layers behind it.
package struct GivenUnits: Sendable {
  let count: Int
  let form: UnitForm
  /// Where its parameters count them: the weight, then a bias.
  let axes: [UnitAxis]
  /// The layer with another number of them.
  let resized: @Sendable (Int) -> any Layer

  /// Of a layer with a `weight` and perhaps a `bias`.
  init(
    _ count: Int, _ form: UnitForm, weightAxis: Int = 0, hasBias: Bool, resized: @escaping @Sendable (Int) -> any Layer
  ) {
    self.count = count
    self.form = form
    self.resized = resized
    let (weight, bias) = (
      UnitAxis(parameter: "weight", axis: weightAxis, form: form), UnitAxis(parameter: "bias", axis: 0, form: form)
    )
    axes = hasBias ? [weight, bias] : [weight]
  }
}

/// Units that one parameter alone reads: a stage can split them, add to them or merge them, and what is read stays the same.
package struct UnitGroup<Whole: Sendable>: Sendable {
  /// Of the layer, `hidden`, `block.hidden`, `block-1.hidden`, `feed.inner`; what layers declare stands behind their name.
  let name: String
  let count: Int
  /// Where parameters have them as their own: the weight, then a bias.
  let own: [UnitAxis]
  /// Where they are read.
  let reader: UnitAxis
  /// Whether a unit whose weights and bias are negated gives the opposite to the reader.
  let isOdd: Bool
  /// The first layer that is not odd, where it is known.
  let notOdd: Named<Built<any Layer>>?
  /// What has them, with another number of them.
  let resized: @Sendable (Int) -> Whole

  /// The same where what has them is inside something else.
  /// - Parameters:
  ///   - owner: what stands before the names; nil where nothing does.
  ///   - make: the outer one of the inner one and the number of units.
  func inside<Outer>(owner: String? = nil, _ make: @escaping @Sendable (Whole, Int) -> Outer) -> UnitGroup<Outer> {
    let inner = resized
    return UnitGroup<Outer>(
      name: owner.map { joinedName($0, name) } ?? name, count: count, own: owner.map { owner in own.map { $0.owned(by: owner) } } ?? own,
      reader: owner.map { reader.owned(by: $0) } ?? reader, isOdd: isOdd, notOdd: notOdd, resized: { make(inner($0), $0) })
  }

  /// The same with a layer that is not odd, where none was known.
  func naming(_ layer: Named<Built<any Layer>>) -> UnitGroup {
    if isOdd || notOdd != nil { return self }
    return UnitGroup(name: name, count: count, own: own, reader: reader, isOdd: false, notOdd: layer, resized: resized)
  }
}

/// A name behind the name of a layer; one that begins with a number, as `-1.inner.weight`, continues the layer's own.
func joinedName(_ owner: String, _ name: String) -> String { owner + (name.hasPrefix("-") ? "" : ".") + name }

extension LayerStack {
  /// Units of its layers that a layer behind them reads, and units inside its layers; for an input they fit.
  func unitGroups(for input: Shape) -> [UnitGroup<LayerStack>] {
    let parts = parts(input)
    return parts.indices.flatMap { place -> [UnitGroup<LayerStack>] in
      let part = parts[place]
      let inside = part.layer.innerUnits(for: part.input).map { group in
        group.naming(layers[place]).inside(owner: part.name) { layer, count in
          self.replacing(place, layer, text: "\(layers[place].value.kind.value), \(count) units in \(part.name)")
        }
      }
      return (group(of: place, parts).map { [$0] } ?? []) + inside
    }
  }

  /// The units that a layer gives, if the weights of one layer of the stack, and no other, read them.
  private func group(of place: Int, _ parts: [(name: String, layer: any Layer, input: Shape)]) -> UnitGroup<LayerStack>? {
    let part = parts[place]
    guard let given = part.layer.given,
      let behind = parts[(place + 1)...].firstIndex(where: { !$0.layer.parameters(for: $0.input).isEmpty }),
      let reading = parts[behind].layer.reading, let output = try? part.layer.outputShape(for: part.input)
    else { return nil }
    let reader = parts[behind]
    let between = parts[(place + 1)..<behind].map(\.layer)
    switch (given.form, reading.form) {
    case (.numbers, .numbers): break
    // What is read as channels came as channels, and a row of numbers was flattened of all of them.
    case (.channels, .channels): guard reader.input.rank == output.rank else { return nil }
    case (.channels, .numbers):
      guard between.contains(where: { $0 is Flatten }), !between.contains(where: { $0 is SelectLast }) else { return nil }
    case (.numbers, .channels): return nil
    }
    let notOdd = layers[place..<behind].first { !$0.value.value.isOdd }
    let kind = layers[place].value.kind.value
    return UnitGroup(
      name: part.name, count: given.count, own: given.axes.map { $0.owned(by: part.name) },
      reader: UnitAxis(parameter: joinedName(reader.name, reading.parameter), axis: reading.axis, form: given.form), isOdd: notOdd == nil,
      notOdd: notOdd,
      resized: { self.replacing(place, given.resized($0), text: "\(kind), \($0) units") })
  }

  private func replacing(_ place: Int, _ layer: any Layer, text: String) -> LayerStack {
    var changed = layers
    changed[place] = Named(name: layers[place].name, value: layers[place].value.replacing(layer, text: text))
    return LayerStack(layers: changed)
  }
}
