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
  /// Where the sums that only updates read are found.
  enum Local {
    /// The number of a sum.
    case sum(Int)
    /// The start of several sums of each column side by side, in elements of the local results of a block.
    case start(Int)
  }

  private(set) var locals: [Value: Local] = [:]
  private(set) var updates: [SheetUpdateProgram] = []

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
    guard let work = SheetProgram.work(jobs, own, sheet, inputs, stored) else { return nil }
    let (body, reductions) = work
    let sheetValues = Set(own.filter { jobs.jobs[$0].isElementwise }.compactMap { jobs.jobs[$0].value }
      + body.items.map(\.value))
    let allocation = SheetRegisters(
      body, staying: reductions.compactMap { $0.role.sheet } + stored.filter(sheetValues.contains).sorted(),
      inputs: inputs.all.count
    ) { value in inputs.all.firstIndex(of: .whole(value)) }
    operations = allocation.operations
    registers = allocation.count
    let placed = allocation.places
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
      updates.allSatisfy({ $0.registers <= Int(CS_MAX_REGISTERS) }),
      updates.reduce(0, { $0 + $1.inputs.count }) <= Int(CS_MAX_REGISTERS),
      updates.reduce(0, { $0 + $1.operations.count }) <= Int(CS_MAX_OPERATIONS)
    else { return nil }
  }

  /// The operations over the sheet, and the sums of what they make; nil where a job has no part in a sheet.
  private static func work(
    _ jobs: JobGraph, _ own: [Int], _ sheet: Sheet, _ inputs: SheetInputs, _ stored: Set<Value>
  ) -> (body: SheetOperations, reductions: [(value: Value, role: SheetRole)])? {
    var body = SheetOperations(uses: uses(jobs, own, sheet, stored)) { source in
      if case .input(let number) = source { inputs.all[number].extent == .row } else { false }
    }
    var reductions: [(value: Value, role: SheetRole)] = []
    for number in own {
      let job = jobs.jobs[number]
      guard let value = job.value else { return nil }
      if job.isElementwise {
        let sources = job.operands.map { source($0, body, inputs, sheet) }
        if case .map(let operation) = job.work {
          body.add(operation.micro, sources, value)
        } else {
          body.add(.copy, sources, value)
        }
        continue
      }
      switch jobs.sheetRole(number, rows: sheet.rows, columns: sheet.columns) {
      case .affine(let rows, let columns):
        guard let first = inputs.first(of: rows.map { SheetInput(line: $0, extent: .row) }),
          let second = inputs.first(of: columns.map { SheetInput(line: $0, extent: .column) })
        else { return nil }
        body.addAffine(value, rows: first, columns: second, count: rows.count)
      case let role?: reductions.append((value, role))
      case nil: return nil
      }
    }
    return (body, reductions)
  }

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
    updates = sheet.updates.map { SheetUpdateProgram($0.map { jobs.jobs[$0] }, keeping: kept) { jobs.graph[$0].operation.sourceName } }
    var next = 0
    for (number, sum) in sums.enumerated() where !kept.contains(sum.value) && locals[sum.value] == nil {
      if sum.stride == 1 {
        locals[sum.value] = .sum(number)
        continue
      }
      locals[sum.value] = .start(next)
      // A block of every sum, and a vector to spare.
      next += sum.stride * Int(CS_DOT_BLOCK) + 16
    }
  }
}

