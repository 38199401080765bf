// Gradient descent at the end of a gradient loop: parameter − rate · sum for the sums that are still in registers.

import CPUFeatures

/// Where the three sums of a gradient loop go when all that is done with them is a step of descent.
struct SheetDescent {
  /// The parameter that a sum moves, in bytes from the arena's start, and the vector that holds the rate; no rate where
  /// nobody asked for the sum.
  struct Target {
    var parameter = 0
    var rate: UnsafeMutableRawPointer?
  }

  /// For the sums of the result, of the result times a row's number, and of h.
  private(set) var plain = Target()
  private(set) var product = Target()
  private(set) var other = Target()

  /// Nil where the updates do something else.
  @inline(__always)
  init?(_ table: SheetTable, _ scratch: SheetScratch) {
    if table.header.pointee.updates != 1 { return nil }
    let update = SheetUpdate(table.updates)
    let sums = Int(table.header.pointee.column_sums)
    let count = Int(update.header.pointee.operations)
    if update.header.pointee.per_column != 1 || count != sums || Int(update.header.pointee.stores) != sums { return nil }
    let result = table.operations[Int(table.header.pointee.operations) &- 1].destination
    for q in 0..<sums {
      guard let target = SheetDescent.target(of: q, update, scratch), table.sums[q].where == .local else { return nil }
      if table.sums[q].b == CS_NONE {
        plain = target
      } else if table.sums[q].a == result {
        product = target
      } else {
        other = target
      }
    }
  }

  /// What becomes of sum number `q`, if it is parameter − sum · rate in the place of the parameter.
  @inline(__always)
  private static func target(of q: Int, _ update: SheetUpdate, _ scratch: SheetScratch) -> Target? {
    let inputs = update.header.pointee.inputs
    for j in 0..<Int(update.header.pointee.operations) {
      let operation = update.operations[j]
      if operation.micro != .subtractProduct || operation.a < 0 || operation.b < 0 || operation.c < 0 { return nil }
      if operation.a >= inputs || operation.b >= inputs || operation.c >= inputs { return nil }
      let (sum, rate) = (update.inputs[Int(operation.a)], update.inputs[Int(operation.b)])
      let parameter = update.inputs[Int(operation.c)]
      if sum.extent != .local || sum.stride != 1 || Int(sum.offset) != q { continue }
      if rate.extent != .scalar || parameter.extent != .sheet { return nil }
      for o in 0..<Int(update.header.pointee.stores)
      where update.stores[o].source == Int64(operation.destination) &+ CS_IN_PLACE {
        if update.stores[o].offset != parameter.offset { return nil }
        return Target(parameter: Int(parameter.offset), rate: scratch.updateScalars + Int(operation.b) &* 64)
      }
      return nil
    }
    return nil
  }
}

extension Element where Self: Number, Lanes: Vector, Lanes.Scalar == Self {
  /// Moves two vectors of a parameter, `at` bytes from its first number, by their sums.
  @inline(__always)
  static func descend(
    _ target: SheetDescent.Target, _ arena: UnsafeMutableRawPointer, at: Int, _ first: Lanes, _ second: Lanes
  ) {
    guard let rates = target.rate else { return }
    let rate = load(rates, Lanes.self)
    let parameter = arena + (target.parameter &+ at)
    store(load(parameter, Lanes.self) - first * rate, parameter)
    store(load(parameter + 64, Lanes.self) - second * rate, parameter + 64)
    cs_prefetch_near(parameter + SheetScratch.blockAhead)
    cs_prefetch_near(parameter + (SheetScratch.blockAhead &+ 64))
  }
}
