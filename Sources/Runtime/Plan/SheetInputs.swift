import TensorGraph

/// Numbers that a sheet reads, and how they vary.
struct SheetInput: Hashable {
  let line: SheetRole.Line
  let extent: SheetExtent
}

/// What the jobs of a sheet read that none of them makes: its first registers.
struct SheetInputs {
  private(set) var all: [SheetInput] = []

  /// - Parameter members: the jobs that run over the sheet, and its sums; no updates.
  init(_ jobs: JobGraph, _ members: [Int], _ sheet: Sheet) {
    let made = Set(
      members.filter { jobs.sheetRole($0, rows: sheet.rows, columns: sheet.columns)?.sheet == nil }
        .compactMap { jobs.jobs[$0].value })
    for job in members.sorted() {
      if jobs.jobs[job].isElementwise {
        for case .read(let access) in jobs.jobs[job].operands where !made.contains(access.place.base) {
          if let input = SheetInput(access, sheet) { add(input) }
        }
        continue
      }
      switch jobs.sheetRole(job, rows: sheet.rows, columns: sheet.columns) {
      case .affine(let rows, let columns):
        add(run: rows.map { SheetInput(line: $0, extent: .row) })
        add(run: columns.map { SheetInput(line: $0, extent: .column) })
      case .rowDot(let value, let columns):
        add(sheet: value, made)
        add(SheetInput(line: columns, extent: .column))
      case .columnSums(let value, let sums):
        add(sheet: value, made)
        for case let factor? in sums.map(\.factor) { add(SheetInput(line: factor, extent: .row)) }
      case nil: preconditionFailure("Every kernel of a sheet has a part in it.")
      }
    }
  }

  private mutating func add(_ input: SheetInput) { if !all.contains(input) { all.append(input) } }

  private mutating func add(sheet value: Value, _ made: Set<Value>) {
    if !made.contains(value) { add(SheetInput.whole(value)) }
  }

  /// Adds inputs that must follow each other.
  private mutating func add(run: [SheetInput]) { if first(of: run) == nil { all.append(contentsOf: run) } }

  /// Where a run of inputs stands; nil if it does not.
  func first(of run: [SheetInput]) -> Int? {
    all.indices.first { all[$0...].starts(with: run) }
  }

  /// The register of an input.
  func register(_ input: SheetInput) -> Int {
    guard let index = all.firstIndex(of: input) else { preconditionFailure("Every read of a sheet is an input.") }
    return index
  }
}

extension SheetInput {
  /// The input that an elementwise read is; nil for a read that a sheet cannot do.
  init?(_ access: Access, _ sheet: Sheet) {
    guard let extent = access.extent(rows: sheet.rows, columns: sheet.columns) else { return nil }
    self.init(line: SheetRole.Line(place: access.place, stride: 1), extent: extent)
  }

  /// All of a value as large as the sheet.
  static func whole(_ value: Value) -> SheetInput {
    SheetInput(line: SheetRole.Line(place: Place(base: value, offset: 0), stride: 1), extent: .sheet)
  }
}
