// Which loop runs the tiles of a sheet: the sheets of most networks of two layers have loops of their own.

import CPUFeatures

/// Which loop runs the tiles of a sheet.
enum SheetLoop {
  /// Operation by operation, then sum by sum.
  case general
  /// One affine operation, through relu or as it is, and one row dot of its result.
  case readout
  /// The last operation is (row · column) · slope(h), and what is summed is its result and h: the gradients of a hidden
  /// layer and of its readout.
  case gradient
}

extension SheetTable {
  /// Products with rows' numbers for which there are gradient loops.
  private static let mostProducts = 8

  /// The loop for this table.
  @inline(__always)
  var loop: SheetLoop {
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
  @inline(__always)
  private func isAffine(_ operation: cs_operation) -> Bool {
    let isChain = operation.micro == .affine && operation.c != CS_NONE
    return (isChain || operation.micro == .multiplyAdd) && operation.detail >> 8 != cs_micro.tanh.rawValue
      && isInput(operation.a, .row) && isInput(operation.b, .column) && isInput(operation.c, .column)
  }

  @inline(__always)
  private func isInput(_ register: Int32, _ extent: cs_extent) -> Bool {
    register >= 0 && register < header.pointee.inputs && inputs[Int(register)].extent == extent
  }

  /// Whether an operation and the sums are those of a hidden layer and its readout: at most one each of the result alone
  /// and of h times the row's number of the operation; and of the result times rows' numbers that lie behind each other,
  /// as do the sums.
  @inline(__always)
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
