import CPUFeatures
import TensorGraph

extension Lowering {
  /// The instruction of a sheet.
  func sheet(_ members: [Int], _ program: SheetProgram) -> Draft {
    let sheet = program.sheet
    let last = members.last.map { jobs.jobs[$0].vertex } ?? Value(index: 0)
    var draft = Draft(.sheet, precision, vertex: last)
    let updates = program.updates.map { update($0, program) }
    draft.table = .sheet(
      SheetTable(
        inputs: program.inputs.map { input in
          SheetTable.Input(
            source: .memory(reference(input.line.place)),
            extent: sheets.isBlocks(input.line.place.base) ? .blocks : input.extent.code, stride: input.line.stride)
        },
        operations: program.operations,
        stores: program.stores.map {
          SheetTable.Store(out: reference($0.value), register: $0.register, form: sheets.isBlocks($0.value) ? CS_BLOCKS : 0)
        },
        dots: program.dots.map { (reference($0.value), $0.register, $0.columns) },
        sums: program.sums.map { columnSum($0, program) }, updates: updates, registers: program.registers))
    draft.instruction.n0 = Int64(sheet.rows)
    draft.instruction.n1 = Int64(sheet.columns)
    draft.instruction.n2 = Int64(program.dots.count)
    let weight = program.operations.reduce(0) { $0 + $1.sheetWeight } + program.dots.count + program.sums.count
    draft.instruction.n5 = Int64(weight)
    draft.operations =
      sheet.count * (program.operations.reduce(0) { $0 + $1.arithmetic } + 2 * program.dots.count + 2 * program.sums.count)
      + program.updates.reduce(0) { $0 + $1.count * $1.operations.count }
    draft.text = SheetText(jobs, members, sheet, program).text
    return draft
  }

  private func columnSum(_ sum: SheetProgram.ColumnSum, _ program: SheetProgram) -> SheetTable.ColumnSum {
    var out: SheetTable.Input.Source
    switch program.locals[sum.value] {
    case .sum(let number): out = .local(number)
    case .start(let start): out = .local((start + sum.start) * precision.bytes)
    case nil:
      var place = reference(sum.value)
      place.bytes += sum.start * precision.bytes
      out = .memory(place)
    }
    return SheetTable.ColumnSum(out: out, register: sum.register, factor: sum.factor, stride: sum.stride)
  }

  private func update(_ program: SheetUpdateProgram, _ sheet: SheetProgram) -> SheetTable.Update {
    var stores: [SheetTable.Store] = []
    for store in program.stores {
      let place = destination(store.destination)
      // A value that lives in the slot it updates leaves the step once.
      if !stores.contains(where: { $0.out == place }) {
        stores.append(SheetTable.Store(out: place, register: store.register, form: store.isInPlace ? CS_IN_PLACE : 0))
      }
    }
    return SheetTable.Update(
      inputs: program.inputs.map { access in
        switch sheet.locals[access.place.base] {
        case .sum(let number): return SheetTable.Input(source: .local(number), extent: .local, stride: 1)
        case .start(let start):
          return SheetTable.Input(source: .local(start * precision.bytes), extent: .local, stride: 0)
        case nil:
          return SheetTable.Input(
            source: .memory(reference(access.place)), extent: access.mid == 1 ? .scalar : .sheet, stride: 1)
        }
      },
      operations: program.operations, stores: stores, registers: program.registers,
      perColumn: program.count / sheet.sheet.columns)
  }
}

extension SheetExtent {
  /// The word of cs_instruction.h.
  fileprivate var code: cs_extent {
    switch self {
    case .sheet: .sheet
    case .column: .column
    case .row: .row
    case .scalar: .scalar
    }
  }
}

extension cs_operation {
  /// What it counts in the cutting of an instruction: about the passes of memory that take as long.
  fileprivate var sheetWeight: Int {
    let ending = cs_micro(rawValue: detail >> 8)
    switch micro {
    case .affine: return 1 + Int(detail & 255) / 2 + (ending == .tanh ? 8 : 0)
    case .multiplyAdd: return ending == .tanh ? 9 : 1
    case .exp, .log, .tanh, .sigmoid, .softplus, .sin, .cos, .erf: return 8
    case .div, .sqrt: return 2
    default: return 1
    }
  }

  /// Additions, multiplications and functions in it.
  fileprivate var arithmetic: Int {
    let ending = detail >> 8 == 0 ? 0 : 1
    switch micro {
    case .affine: return 2 * Int(detail & 255) + ending
    case .multiplyAdd: return 2 + ending
    case .subtractProduct, .tripleProduct: return 2
    case .stepProduct: return 3
    case .squareProduct: return 4
    default: return 1
    }
  }
}
