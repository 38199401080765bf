import CPUFeatures
import TensorGraph

/// The instruction of a sheet: inputs, operations on registers, what leaves it, and its updates.
struct SheetProgram {
  /// A sum along every column.
  struct ColumnSum {
    let value: Value
    let register: Int
    let factor: Int?
    let start: Int
    let stride: Int
  }

  let sheet: Sheet
  private(set) var inputs: [SheetInput] = []
  private(set) var operations: [cs_operation] = []
  private(set) var registers = 0
  private(set) var stores: [(value: Value, register: Int)] = []
  private(set) var dots: [(value: Value, register: Int, columns: Int)] = []
  private(set) var sums: [ColumnSum] = []
  /// Values that only updates read, and where their results of a block start, in elements.
  private(set) var locals: [Value: Int] = [:]
  private(set) var updates: [MicroProgram] = []

  /// Nil where the jobs do not fit into one instruction.
  ///
  /// - Parameters:
  ///   - members: the jobs of the step, its updates among them.
  ///   - kept: the values that something outside of the step needs.
  init?(_ jobs: JobGraph, _ members: [Int], _ sheet: Sheet, keeping kept: Set<Value>) {
    self.sheet = sheet
    let late = Set(sheet.updates.joined())
    let own = (members.filter { !late.contains($0) } + sheet.again).sorted()
    let inputs = SheetInputs(jobs, own, sheet)
    self.inputs = inputs.all
    guard inputs.all.count <= Int(CS_MAX_SHEET_INPUTS) else { return nil }
    let again = Set(sheet.again)
    let stored = kept.filter { value in jobs.producer[value].map { !again.contains($0) } ?? false }
    var body = SheetOperations(uses: SheetProgram.uses(jobs, own, sheet, stored)) { source in
      if case .input(let number) = source { inputs.all[number].extent == .row } else { false }
    }
    var reductions: [(value: Value, role: SheetRole)] = []
    for job in own.map({ jobs.jobs[$0] }) {
      guard let value = job.value else { return nil }
      if job.isElementwise {
        let sources = job.operands.map { SheetProgram.source($0, body, inputs, sheet) }
        if case .map(let operation) = job.work { body.add(operation.micro, sources, value) } else { body.add(.copy, sources, value) }
        continue
      }
      guard let role = jobs.producer[value].flatMap({ jobs.sheetRole($0, rows: sheet.rows, columns: sheet.columns) })
      else { return nil }
      if case .affine(let rows, let columns) = role {
        guard let first = inputs.first(of: rows.map { SheetInput(line: $0, extent: .row) }),
          let second = inputs.first(of: columns.map { SheetInput(line: $0, extent: .column) })
        else { return nil }
        body.addAffine(value, rows: first, columns: second, count: rows.count)
      } else {
        reductions.append((value, role))
      }
    }
    let sheetValues = Set(own.filter { jobs.jobs[$0].isElementwise }.compactMap { jobs.jobs[$0].value }
      + body.items.map(\.value))
    allocate(body, staying: reductions.compactMap { $0.role.sheet } + stored.filter(sheetValues.contains).sorted())
    let placed = places
    func register(_ value: Value) -> Int? {
      switch body.source(value) {
      case .input(let number): return number
      case .result(let result): return placed[result] ?? inputs.all.firstIndex(of: .whole(result))
      case .constant: return nil
      }
    }
    for value in stored.filter(sheetValues.contains).sorted() {
      guard let place = register(value) else { return nil }
      stores.append((value, place))
    }
    for reduction in reductions {
      guard addReduction(reduction.value, reduction.role, inputs, register) else { return nil }
    }
    sums.sort { ($0.register, $0.value, $0.start) < ($1.register, $1.value, $1.start) }
    addUpdates(jobs, kept)
    guard registers <= Int(CS_MAX_REGISTERS), operations.count <= Int(CS_MAX_OPERATIONS),
      sums.count <= Int(CS_MAX_COLUMN_SUMS),
      updates.allSatisfy({ $0.registers <= Int(CS_MAX_REGISTERS) && $0.operations.count <= Int(CS_MAX_OPERATIONS) })
    else { return nil }
  }

  /// The register of each result.
  private var places: [Value: Int] = [:]

  /// How often each value is read within the sheet, or needed after it.
  private static func uses(_ jobs: JobGraph, _ own: [Int], _ sheet: Sheet, _ stored: Set<Value>) -> [Value: Int] {
    var uses: [Value: Int] = [:]
    for value in stored.sorted() { uses[value, default: 0] += 1 }
    for job in own {
      if jobs.jobs[job].isElementwise {
        for case .read(let access) in jobs.jobs[job].operands { uses[access.place.base, default: 0] += 1 }
      } else if let value = jobs.sheetRole(job, rows: sheet.rows, columns: sheet.columns)?.sheet {
        uses[value, default: 0] += 1
      }
    }
    return uses
  }

  private static func source(
    _ operand: Operand, _ body: SheetOperations, _ inputs: SheetInputs, _ sheet: Sheet
  ) -> SheetOperations.Source {
    switch operand {
    case .constant(let number): return .constant(number)
    case .read(let access):
      if let input = SheetInput(access, sheet), let number = inputs.all.firstIndex(of: input) { return .input(number) }
      return body.source(access.place.base)
    }
  }

  /// Gives every result a register above the inputs; one that nothing reads any more is given again.
  private mutating func allocate(_ body: SheetOperations, staying: [Value]) {
    var last: [Value: Int] = [:]
    for (index, item) in body.items.enumerated() {
      for case .result(let value) in item.sources { last[value] = index }
    }
    for value in staying {
      if case .result(let result) = body.source(value) { last[result] = Int.max }
    }
    var free: [Int] = []
    registers = inputs.count
    for (index, item) in body.items.enumerated() {
      var operation = cs_operation()
      operation.micro = item.micro
      operation.detail = item.detail
      operation.a = number(item.a, &operation)
      operation.b = item.b.map { number($0, &operation) } ?? 0
      operation.c = item.c.map { number($0, &operation) } ?? (item.micro == .affine ? CS_NONE : 0)
      // An operand that ends here may lie where the result goes: passes read each vector before they write it. Not so in
      // a chain, whose operands are inputs anyway.
      for case .result(let value) in item.sources where last[value] == index {
        if let place = places[value], !free.contains(place) { free.append(place) }
      }
      free.sort(by: >)
      let register = free.popLast() ?? registers
      registers = max(registers, register + 1)
      places[item.value] = register
      if last[item.value] == nil { free.append(register) }
      operation.destination = Int32(register)
      operations.append(operation)
    }
  }

  private func number(_ source: SheetOperations.Source, _ operation: inout cs_operation) -> Int32 {
    switch source {
    case .input(let number): return Int32(number)
    case .result(let value):
      if let place = places[value] { return Int32(place) }
      guard let input = inputs.firstIndex(of: .whole(value)) else { preconditionFailure("A sheet reads what it has.") }
      return Int32(input)
    case .constant(let number):
      operation.constant = number
      return CS_CONSTANT
    }
  }

  private mutating func addReduction(
    _ value: Value, _ role: SheetRole, _ inputs: SheetInputs, _ register: (Value) -> Int?
  ) -> Bool {
    switch role {
    case .affine: return false
    case .rowDot(let sheet, let columns):
      guard let place = register(sheet) else { return false }
      dots.append((value, place, inputs.register(SheetInput(line: columns, extent: .column))))
    case .columnSums(let sheet, let list):
      guard let place = register(sheet) else { return false }
      for sum in list {
        let factor = sum.factor.map { inputs.register(SheetInput(line: $0, extent: .row)) }
        sums.append(
          ColumnSum(value: value, register: place, factor: factor, start: sum.start, stride: sum.stride))
      }
    }
    return true
  }

  /// Updates as elementwise programs, and where the sums that they alone read are kept.
  private mutating func addUpdates(_ jobs: JobGraph, _ kept: Set<Value>) {
    updates = sheet.updates.map { MicroProgram($0.map { jobs.jobs[$0] }, keeping: kept) }
    var next = 0
    for value in sums.map(\.value) where !kept.contains(value) && locals[value] == nil {
      locals[value] = next
      // A block of every sum, on a multiple of a vector in either type.
      next += (sums.filter { $0.value == value }.map(\.stride).max() ?? 1) * Int(CS_DOT_BLOCK) + 16
    }
  }
}

