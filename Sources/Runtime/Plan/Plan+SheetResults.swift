import CPUFeatures

extension Plan {
  /// What a sheet writes into the arena: where it starts, how many elements and how far they lie apart.
  package func sheetResults(of instruction: cs_instruction) -> [(offset: Int, count: Int, stride: Int)] {
    var next = Int(instruction.table) - constantsOffset
    let (rows, columns) = (Int(instruction.n0), Int(instruction.n1))
    let sheet = read(cs_sheet.self, &next)
    next += Int(sheet.inputs) * MemoryLayout<cs_sheet_input>.stride
    next += Int(sheet.operations) * MemoryLayout<cs_operation>.stride
    var results: [(offset: Int, count: Int, stride: Int)] = []
    let size = layout.precision.bytes
    for _ in 0..<sheet.stores {
      let store = read(cs_output.self, &next)
      let width = store.source & CS_BLOCKS == 0 ? columns : roundedUp(columns * size) / size
      results.append((Int(store.offset), rows * width, 1))
    }
    for _ in 0..<sheet.row_dots { results.append((Int(read(cs_row_dot.self, &next).out), rows, 1)) }
    for _ in 0..<sheet.column_sums {
      let sum = read(cs_column_sum.self, &next)
      if sum.where == .sheet { results.append((Int(sum.out), columns, Int(sum.stride))) }
    }
    for _ in 0..<sheet.updates {
      let update = read(cs_update.self, &next)
      next += Int(update.inputs) * MemoryLayout<cs_sheet_input>.stride
      next += Int(update.operations) * MemoryLayout<cs_operation>.stride
      for _ in 0..<update.stores {
        results.append((Int(read(cs_output.self, &next).offset), columns * Int(update.per_column), 1))
      }
    }
    return results
  }

  /// The plain value at a place of the constants, and the place behind it.
  func read<Plain: BitwiseCopyable>(_ type: Plain.Type, _ next: inout Int) -> Plain {
    defer { next += MemoryLayout<Plain>.stride }
    return constants.withUnsafeBytes { [next] in $0.loadUnaligned(fromByteOffset: next, as: type) }
  }
}
