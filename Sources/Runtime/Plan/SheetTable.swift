import CPUFeatures
import Kernels

/// The table of a sheet instruction, its addresses still names.
struct SheetTable {
  typealias Reference = Draft.Reference

  /// What an input of the sheet or of an update reads.
  struct Input {
    enum Source {
      case memory(Reference)
      /// The number of a column sum, or bytes from the start of the local results.
      case local(Int)
    }

    let source: Source
    let extent: cs_extent
    let stride: Int
  }

  /// A result that leaves the sheet or an update.
  struct Store {
    let out: Reference
    let register: Int
    /// Of an update, `CS_IN_PLACE` where it may be made where it goes; of a sheet, `CS_BLOCKS` where it lies so; else 0.
    let form: Int64
  }

  /// A sum along every column, in memory or local.
  struct ColumnSum {
    let out: Input.Source
    let register: Int
    let factor: Int?
    let stride: Int
  }

  /// An elementwise program over the columns.
  struct Update {
    let inputs: [Input]
    let operations: [cs_operation]
    let stores: [Store]
    let registers: Int
    let perColumn: Int
  }

  let inputs: [Input]
  let operations: [cs_operation]
  let stores: [Store]
  let dots: [(out: Reference, register: Int, columns: Int)]
  let sums: [ColumnSum]
  let updates: [Update]
  let registers: Int

  /// Bytes, as laid out in cs_instruction.h.
  var bytes: Int {
    func lists(_ inputs: Int, _ operations: Int, _ stores: Int) -> Int {
      inputs * MemoryLayout<cs_sheet_input>.stride + operations * MemoryLayout<cs_operation>.stride
        + stores * MemoryLayout<cs_output>.stride
    }
    return MemoryLayout<cs_sheet>.stride + lists(inputs.count, operations.count, stores.count)
      + dots.count * MemoryLayout<cs_row_dot>.stride + sums.count * MemoryLayout<cs_column_sum>.stride
      + updates.reduce(0) { sum, update in
        sum + MemoryLayout<cs_update>.stride
          + lists(update.inputs.count, update.operations.count, update.stores.count)
      }
  }

  /// Writes the table into the constants.
  func write(at offset: Int, _ constants: inout ConstantPool, _ address: (Reference?) -> Int64) {
    var next = offset
    constants.write(
      cs_sheet(
        inputs: Int32(inputs.count), operations: Int32(operations.count), stores: Int32(stores.count),
        row_dots: Int32(dots.count), column_sums: Int32(sums.count), updates: Int32(updates.count),
        registers: Int32(registers), loop: .general, descends: 0, reserved: 0, plain: cs_descent(), product: cs_descent(),
        other: cs_descent()), after: &next)
    write(inputs, operations, stores, &next, &constants, address)
    for dot in dots {
      constants.write(
        cs_row_dot(out: address(dot.out), a: Int32(dot.register), b: Int32(dot.columns)), after: &next)
    }
    for sum in sums {
      let (out, place) = location(sum.out, address)
      constants.write(
        cs_column_sum(
          out: out, a: Int32(sum.register), b: sum.factor.map { Int32($0) } ?? CS_NONE, stride: Int32(sum.stride),
          where: place), after: &next)
    }
    for update in updates {
      constants.write(
        cs_update(
          inputs: Int32(update.inputs.count), operations: Int32(update.operations.count),
          stores: Int32(update.stores.count), registers: Int32(update.registers),
          per_column: Int64(update.perColumn)), after: &next)
      write(update.inputs, update.operations, update.stores, &next, &constants, address)
    }
    constants.prepare(at: offset, prepareSheet)
  }

  private func write(
    _ inputs: [Input], _ operations: [cs_operation], _ stores: [Store], _ next: inout Int,
    _ constants: inout ConstantPool, _ address: (Reference?) -> Int64
  ) {
    for input in inputs {
      let offset = location(input.source, address).offset
      constants.write(cs_sheet_input(offset: offset, extent: input.extent, stride: Int32(input.stride)), after: &next)
    }
    for operation in operations { constants.write(operation, after: &next) }
    for item in stores {
      constants.write(cs_output(offset: address(item.out), source: Int64(item.register) + item.form), after: &next)
    }
  }

  private func location(
    _ source: Input.Source, _ address: (Reference?) -> Int64
  ) -> (offset: Int64, place: cs_extent) {
    switch source {
    case .memory(let reference): (address(reference), .sheet)
    case .local(let bytes): (Int64(bytes), .local)
    }
  }
}
