// Which loop runs the tiles of a sheet: the sheets of most networks of two layers have loops of their own.

import CPUFeatures

/// Writes into a finished table what a sheet would find in it every time it runs: its loop and its descents.
package func prepareSheet(_ table: UnsafeMutableRawPointer) {
  let parts = SheetTable(table)
  let header = table.assumingMemoryBound(to: cs_sheet.self)
  header.pointee.loop = parts.loop
  guard header.pointee.loop == .gradient, let descent = SheetDescent(parts) else { return }
  header.pointee.descends = 1
  header.pointee.plain = descent.plain
  header.pointee.product = descent.product
  header.pointee.other = descent.other
}

extension SheetTable {
  /// Products with rows' numbers for which there are gradient loops.
  private static let mostProducts = 8

  /// The loop for this table.
  fileprivate var loop: cs_sheet_loop {
    let count = Int(header.pointee.operations)
    if count == 0 { return .general }
    let last = operations[count &- 1]
    if count == 1 && header.pointee.row_dots == 1 && header.pointee.column_sums == 0 && header.pointee.stores <= 1 {
      return isAffine(last) && dots[0].a == last.destination ? .readout : .general
    }
    if count <= 2 && header.pointee.row_dots == 0 && header.pointee.stores == 0 && isGradient(last) { return .gradient }
    return .general
  }

  /// Whether an operation is a hidden layer: rows' numbers times columns', plus a column's.
  private func isAffine(_ operation: cs_operation) -> Bool {
    let isChain = operation.micro == .affine && operation.c != CS_NONE
    return (isChain || operation.micro == .multiplyAdd) && operation.detail >> 8 != cs_micro.tanh.rawValue
      && isInput(operation.a, .row) && isInput(operation.b, .column) && isInput(operation.c, .column)
  }

  private func isInput(_ register: Int32, _ extent: cs_extent) -> Bool {
    register >= 0 && register < header.pointee.inputs && inputs[Int(register)].extent == extent
  }

  /// Whether an operation and the sums are those of a hidden layer and its readout: at most one each of the result alone
  /// and of h times the row's number of the operation; and of the result times rows' numbers that lie behind each other,
  /// as do the sums.
  private func isGradient(_ operation: cs_operation) -> Bool {
    let micro = operation.micro
    guard micro == .stepProduct || micro == .squareProduct, isInput(operation.a, .row), isInput(operation.b, .column),
      operation.c >= 0, operation.c != operation.destination
    else { return false }
    var (plain, products, other, last) = (0, 0, 0, 0)
    for q in 0..<Int(header.pointee.column_sums) {
      let sum = sums[q]
      if sum.a == operation.destination && sum.b == CS_NONE {
        plain &+= 1
      } else if sum.a == operation.destination {
        if products > 0 && (last != q &- 1 || sum.b != sums[last].b &+ 1) { return false }
        products &+= 1
        last = q
      } else if sum.a == operation.c && sum.b == operation.a {
        other &+= 1
      } else {
        return false
      }
    }
    return plain <= 1 && products <= SheetTable.mostProducts && other <= 1
  }
}
