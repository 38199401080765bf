import ExperimentGraph

/// How the units of one layer become those of a wider or narrower one.
struct UnitMap: Sendable {
  /// One unit of the new layer.
  struct Unit: Sendable, Equatable {
    /// The unit whose input weights and bias it copies; nil for one whose weights are all zero.
    let origin: Int?
    /// 1, or −1 for one whose weights and bias are negated; what it gives is then negated, and so must the share be.
    var sign = 1.0
    /// What the weights by which the next layer reads that unit are multiplied with.
    let share: Double
  }

  let layer: String
  /// The next layer with weights.
  let reader: String
  let units: [Unit]

  /// The tensors of the new model, in the order of the old.
  ///
  /// A parameter of the layer has its units first. The reader's weight is (out, units · numbers of a unit…): what a unit gives, such as the
  /// pixels of a channel, stands together.
  func applied(to tensors: [StageTensor]) -> [StageTensor] {
    guard let old = tensors.first(where: { $0.name.hasPrefix(layer + ".") })?.shape[0] else { return tensors }
    return tensors.map { tensor in
      if tensor.name.hasPrefix(layer + ".") { return rows(of: tensor) }
      return tensor.name == reader + ".weight" ? columns(of: tensor, units: old) : tensor
    }
  }

  private func rows(of tensor: StageTensor) -> StageTensor {
    let width = tensor.values.count / tensor.shape[0]
    let values = units.flatMap { unit -> [Double] in
      guard let origin = unit.origin else { return [Double](repeating: 0, count: width) }
      return tensor.values[(origin * width)..<((origin + 1) * width)].map { unit.sign * $0 }
    }
    return StageTensor(name: tensor.name, shape: [units.count] + tensor.shape.dropFirst(), values: values)
  }

  private func columns(of tensor: StageTensor, units old: Int) -> StageTensor {
    let out = tensor.shape[0]
    let block = tensor.values.count / (out * old)
    var values: [Double] = []
    values.reserveCapacity(out * units.count * block)
    for row in 0..<out {
      for unit in units {
        guard let origin = unit.origin else {
          values += [Double](repeating: 0, count: block)
          continue
        }
        let first = (row * old + origin) * block
        values += tensor.values[first..<(first + block)].map { unit.share * $0 }
      }
    }
    let width = tensor.shape[1] / old * units.count
    return StageTensor(name: tensor.name, shape: [out, width] + tensor.shape.dropFirst(2), values: values)
  }
}
