import ExperimentGraph

/// How the units of one layer become those of a wider or narrower one.
struct UnitMap: Sendable {
  /// A unit of the old layer, and what it is multiplied with.
  struct Term: Sendable {
    let unit: Int
    let factor: Double
    /// The factor for each unit that reads it, where they differ.
    var byReader: [Double]?
  }

  /// One unit of the new layer.
  struct Unit: Sendable {
    /// The unit whose input weights and bias it has; nil for one whose weights are all zero.
    let own: Term?
    /// The weights by which the next layer reads it: the sum of those of old units.
    let read: [Term]
  }

  let group: UnitGroup<LayerStack>
  let units: [Unit]

  /// The tensors of the new model, in the order of the old.
  func applied(to tensors: [StageTensor]) -> [StageTensor] {
    let own = units.map { unit in unit.own.map { [$0] } ?? [] }
    return tensors.map { tensor in
      if let axis = group.own.first(where: { $0.parameter == tensor.name }) { return tensor.combined(own, along: axis, of: group.count) }
      return tensor.name == group.reader.parameter ? tensor.combined(units.map(\.read), along: group.reader, of: group.count) : tensor
    }
  }
}

/// Where the numbers of a unit lie in a tensor: `before` blocks of all units, of each of which it has `length` numbers.
private struct UnitPlaces {
  let before: Int
  let length: Int
  /// Blocks of one place on the axis before, and its places.
  private let blocks: Int
  private let readers: Int

  init(_ shape: [Int], _ axis: UnitAxis, of units: Int) {
    let places = shape[axis.axis] / units
    let (outer, inner) = axis.form == .numbers ? (places, 1) : (1, places)
    blocks = outer
    readers = axis.axis == 0 ? 1 : shape[axis.axis - 1]
    before = shape[..<axis.axis].reduce(outer, *)
    length = shape[(axis.axis + 1)...].reduce(inner, *)
  }

  /// The unit that reads a block: weights have units that read right before those that are read.
  func reader(of block: Int) -> Int { block / blocks % readers }
}

extension StageTensor {
  /// The tensor whose units are sums of units of this one, each times a factor; units without terms are zero.
  /// - Parameter units: the number of units of this one.
  fileprivate func combined(_ terms: [[UnitMap.Term]], along axis: UnitAxis, of units: Int) -> StageTensor {
    let places = UnitPlaces(shape, axis, of: units)
    var changed = shape
    changed[axis.axis] = shape[axis.axis] / units * terms.count
    var new = [Double](repeating: 0, count: places.before * terms.count * places.length)
    for block in 0..<places.before {
      for (unit, sum) in terms.enumerated() {
        let to = (block * terms.count + unit) * places.length
        for (number, term) in sum.enumerated() {
          let from = (block * units + term.unit) * places.length
          let factor = term.byReader.map { $0[places.reader(of: block)] } ?? term.factor
          for place in 0..<places.length {
            let value = factor * values[from + place]
            new[to + place] = number == 0 ? value : new[to + place] + value
          }
        }
      }
    }
    return StageTensor(name: name, shape: changed, values: new)
  }

  /// The numbers of each unit.
  func numbers(along axis: UnitAxis, of units: Int) -> [[Double]] {
    let places = UnitPlaces(shape, axis, of: units)
    return (0..<units).map { unit in
      (0..<places.before).flatMap { block in
        let first = (block * units + unit) * places.length
        return values[first..<(first + places.length)]
      }
    }
  }
}
