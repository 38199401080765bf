// Gradient descent at the end of a gradient loop: parameter − rate · sum for the sums that are still in registers.

import CPUFeatures

/// Where the three sums of a gradient loop go when all that is done with them is a step of descent.
struct SheetDescent {
  private(set) var plain = cs_descent(parameter: 0, rate: CS_NONE, reserved: 0)
  private(set) var product = cs_descent(parameter: 0, rate: CS_NONE, reserved: 0)
  private(set) var other = cs_descent(parameter: 0, rate: CS_NONE, reserved: 0)

  /// Nil where the updates do something else.
  init?(_ table: SheetTable) {
    if table.header.pointee.updates != 1 { return nil }
    let update = SheetUpdate(table.updates)
    let sums = Int(table.header.pointee.column_sums)
    let count = Int(update.header.pointee.operations)
    if update.header.pointee.per_column != 1 || count != sums || Int(update.header.pointee.stores) != sums { return nil }
    let result = table.operations[Int(table.header.pointee.operations) &- 1].destination
    for q in 0..<sums {
      guard let descent = SheetDescent.descent(of: q, update), table.sums[q].where == .local else { return nil }
      if table.sums[q].b == CS_NONE {
        plain = descent
      } else if table.sums[q].a == result {
        product = descent
      } else {
        other = descent
      }
    }
  }

  /// What becomes of sum number `q`, if it is parameter − sum · rate in the place of the parameter.
  private static func descent(of q: Int, _ update: SheetUpdate) -> cs_descent? {
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
        return cs_descent(parameter: parameter.offset, rate: operation.b, reserved: 0)
      }
      return nil
    }
    return nil
  }
}

extension Element where Self: Number, Lanes: Vector, Lanes.Scalar == Self {
  /// Moves two vectors of a parameter, `at` bytes from its first number, by their sums: `count` numbers if these are less.
  @inline(__always)
  static func descend(
    _ descent: cs_descent, _ run: SheetRun, at: Int, _ first: Lanes, _ second: Lanes, count: Int
  ) {
    if descent.rate == CS_NONE { return }
    let rate = load(run.scratch.updateScalars + Int(descent.rate) &* 64, Lanes.self)
    let parameter = run.arena + (Int(descent.parameter) &+ at)
    let moved = load(parameter, Lanes.self) - first * rate
    if count < lanes {
      storeLanes(moved, first: count, parameter)
      return
    }
    store(moved, parameter)
    if count == lanes { return }
    let next = load(parameter + 64, Lanes.self) - second * rate
    if count < 2 &* lanes {
      storeLanes(next, first: count &- lanes, parameter + 64)
      return
    }
    store(next, parameter + 64)
    cs_prefetch_near(parameter + SheetScratch.blockAhead)
    cs_prefetch_near(parameter + (SheetScratch.blockAhead &+ 64))
  }
}
