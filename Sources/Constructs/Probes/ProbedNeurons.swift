import Analysis
import ExperimentGraph
import SourceDiagnostics
import TensorGraph

/// What counts as a neuron's size.
enum NeuronAmplitude: String, Sendable, CaseIterable {
  /// A = ‖a‖ ‖(w, b)‖, with the weights a by which the next layer reads the neuron (JMLR 22 (2021) 71, section 3).
  case product
  /// A = ‖(w, b)‖ alone.
  case input
}

/// The units of a layer with what goes into them and, for their size, with what reads them.
struct ProbedNeurons: Sendable {
  let layer: Located<String>
  /// The layer that reads them; the next one with a weight where it is left out.
  let readout: Located<String>?
  let amplitude: NeuronAmplitude
  /// Only so many units are looked at.
  let firstUnits: Located<Int>?

  /// What is read and how, once the model is known.
  struct Reading: Sendable {
    let needs: [ProbeNeed]
    /// Units that are looked at.
    let unitCount: Int
    /// Numbers of a unit's vector.
    let vectorWidth: Int
    /// What putting the units on the circle, and sorting them there, takes at once.
    var workingNumbers: Int { 6 * unitCount }
    /// Numbers that a unit reads.
    var inputWidth: Int { vectorWidth - (hasBias ? 1 : 0) }
    fileprivate let hasBias: Bool
    fileprivate let hasReadout: Bool

    /// One row per unit, its bias as the last number.
    func vectors(_ tensors: [ProbedTensor]) -> UnitVectors {
      let weights = tensors[0].values
      let all =
        hasBias
        ? UnitVectors(weights: weights, biases: tensors[1].values)
        : UnitVectors(count: tensors[0].shape[0], width: vectorWidth, values: weights)
      return unitCount == all.count ? all : all.rows(Array(0..<unitCount))
    }

    /// The size of each unit.
    func amplitudes(_ tensors: [ProbedTensor]) -> [Double] {
      let inputs = vectors(tensors).norms
      guard hasReadout, let readout = tensors.last else { return inputs }
      let outputs = columnNorms(readout.values, columns: readout.shape[1])
      return zip(inputs, outputs).map { $0 * $1 }
    }

    /// The units on the circle of their angles.
    func orientations(_ tensors: [ProbedTensor]) -> Orientations {
      Orientations(angles: vectors(tensors).angles, amplitudes: amplitudes(tensors))
    }
  }

  /// Finds the tensors; reports a layer that is not there, has no units or is not read by the other.
  func reading(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> Reading? {
    guard let weight = site.weight(of: layer, &diagnostics) else { return nil }
    let count = weight.shape[0]
    guard site.check(firstUnits, against: count, of: "`\(layer.value)`", &diagnostics) else { return nil }
    var needs: [ProbeNeed] = [.parameter(weight.name)]
    let bias = "\(layer.value).bias"
    let hasBias = site.parameter(bias) != nil
    if hasBias { needs.append(.parameter(bias)) }
    if amplitude == .product {
      let help = "with `amplitude: input`, a unit's size is that of its own weights"
      guard let reader = site.reader(of: count, in: layer, by: readout, help: help, &diagnostics) else { return nil }
      needs.append(.parameter(reader.name))
    }
    return Reading(
      needs: needs, unitCount: firstUnits?.value ?? count, vectorWidth: weight.shape.count / count + (hasBias ? 1 : 0),
      hasBias: hasBias, hasReadout: amplitude == .product)
  }

  /// The same for units that have an angle.
  func orientedReading(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> Reading? {
    guard let reading = reading(site, &diagnostics) else { return nil }
    guard reading.vectorWidth == 2 else {
      let numbers = reading.vectorWidth == 1 ? "one number" : "\(reading.vectorWidth) numbers"
      diagnostics.report(
        Diagnostic(
          .shapeMismatch, "a unit of `\(layer.value)` is a vector of \(numbers): it has no angle",
          at: layer.range,
          help: "an angle needs one input and a bias; measure `cosine_similarity` or `condensation` of `\(layer.value).weight` instead"))
      return nil
    }
    return reading
  }
}

extension ProbeSite {
  /// The weight that reads the `count` units of a layer: its columns stand for them. Reports a layer that is not there or reads others.
  /// - Parameter readout: the layer that reads; the next one with a weight where it is left out.
  func reader(
    of count: Int, in layer: Located<String>, by readout: Located<String>?, help: String, _ diagnostics: inout Diagnostics
  ) -> ParameterDeclaration? {
    if let readout, weight(of: readout, &diagnostics) == nil { return nil }
    let place = readout?.range ?? layer.range
    guard let name = readout?.value ?? layerWithWeight(after: layer.value), let weight = parameter("\(name).weight") else {
      diagnostics.report(
        Diagnostic(.shapeMismatch, "no layer behind `\(layer.value)` reads its units", at: place, help: help))
      return nil
    }
    guard weight.shape.rank == 2, weight.shape[1] == count else {
      let numbers = weight.shape.count / weight.shape[0]
      diagnostics.report(
        Diagnostic(
          .shapeMismatch, "`\(name)` reads \(numbers) numbers, which are not the \(count) units of `\(layer.value)`", at: place,
          help: help))
      return nil
    }
    return weight
  }

  /// The weight of a layer, its first axis the units; reports a layer that is not there or has none.
  func weight(of layer: Located<String>, _ diagnostics: inout Diagnostics) -> ParameterDeclaration? {
    if let weight = parameter("\(layer.value).weight"), weight.shape.rank >= 2 { return weight }
    let known = layers.map(\.name).filter { hasWeight($0) }
    let isThere = layers.contains { $0.name == layer.value }
    let near = isThere ? nil : spellingHelp(for: layer.value, among: known)
    diagnostics.report(
      Diagnostic(
        isThere ? .shapeMismatch : .unknownLayer,
        isThere ? "`\(layer.value)` has no units with weights" : "the model has no layer `\(layer.value)`", at: layer.range,
        help: near ?? "layers with weights: \(quotedNames(known))"))
    return nil
  }

  /// The next layer with a weight.
  private func layerWithWeight(after name: String) -> String? {
    guard let place = layers.firstIndex(where: { $0.name == name }) else { return nil }
    return layers[(place + 1)...].first { hasWeight($0.name) }?.name
  }

  private func hasWeight(_ layer: String) -> Bool { (parameter("\(layer).weight")?.shape.rank ?? 0) >= 2 }

  /// Reports more first units than there are.
  func check(_ first: Located<Int>?, against count: Int, of owner: String, _ diagnostics: inout Diagnostics) -> Bool {
    guard let first, first.value > count else { return true }
    diagnostics.report(
      Diagnostic(.outOfRange, "`first_units` is \(first.value), and \(owner) has \(count) units", at: first.range))
    return false
  }
}
