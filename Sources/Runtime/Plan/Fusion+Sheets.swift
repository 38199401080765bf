import TensorGraph

/// A step whose jobs run over all pairs of a row and a column of a matrix, tile by tile.
struct Sheet {
  let rows: Int
  let columns: Int
  /// Jobs of other steps that are computed once more here rather than read from memory; ascending.
  var again: [Int] = []
  /// Elementwise steps over the columns, which run when the sums along the columns are complete; each ascending.
  var updates: [[Int]] = []

  /// Elements of the sheet.
  var count: Int { rows * columns }
}

extension Fusion {
  /// Joins products with few terms, sums along rows and columns, and the updates that these make possible to the
  /// elementwise steps over matrices between them.
  mutating func joinSheets(bytesPerElement: Int) {
    var seeds: [(number: Int, rows: Int, columns: Int)] = []
    for number in members.indices {
      if let size = sheetSize(number) { seeds.append((number, size.rows, size.columns)) }
    }
    for seed in seeds where !members[seed.number].isEmpty {
      absorb(seed.number, Sheet(rows: seed.rows, columns: seed.columns))
    }
    for number in sheets.keys.sorted() { computeAgain(number, bytesPerElement) }
    for number in sheets.keys.sorted() { joinUpdates(number) }
  }

  /// Rows and columns of a step that may become a sheet: elementwise over a matrix, reading what varies with both, with
  /// one or with none.
  private func sheetSize(_ number: Int) -> (rows: Int, columns: Int)? {
    let own = members[number].map { jobs.jobs[$0] }
    guard let first = own.first, own.allSatisfy({ $0.slot == nil }) else { return nil }
    if own.count == 1, first.work == .kernel, let value = first.value, jobs.graph.shape(value).rank == 2 {
      let shape = jobs.graph.shape(value)
      guard isWorthASheet(shape[0], shape[1]), case .affine? = jobs.sheetRole(members[number][0], rows: shape[0], columns: shape[1])
      else { return nil }
      return (shape[0], shape[1])
    }
    guard first.isElementwise,
      let shape = own.compactMap(\.value).map({ jobs.graph.shape($0) }).first(where: { $0.rank == 2 }),
      isWorthASheet(shape[0], shape[1]), own.allSatisfy({ conforms($0, shape[0], shape[1]) })
    else { return nil }
    return (shape[0], shape[1])
  }

  /// Narrow sheets would waste most of each vector, which matters where there are many rows.
  private func isWorthASheet(_ rows: Int, _ columns: Int) -> Bool {
    rows >= 2 && columns >= 2 && (columns >= 8 || rows * columns <= 1024)
  }

  private func conforms(_ job: Job, _ rows: Int, _ columns: Int) -> Bool {
    job.isElementwise && job.count == rows * columns
      && job.operands.allSatisfy { operand in
        guard case .read(let access) = operand else { return true }
        return access.extent(rows: rows, columns: columns) != nil
      }
  }

  /// Takes in whatever kernels can join, one after the other; the step is a sheet if there are any.
  private mutating func absorb(_ number: Int, _ sheet: Sheet) {
    var found = true
    while found {
      found = false
      for job in jobs.jobs.indices where step[job] != number && members[step[job]] == [job] {
        guard let role = jobs.sheetRole(job, rows: sheet.rows, columns: sheet.columns),
          canAbsorb(number, job, role, sheet)
        else { continue }
        take(step[job], into: number)
        sheets[number] = sheet
        found = true
      }
    }
  }

  mutating func take(_ other: Int, into number: Int) {
    for job in members[other] { step[job] = number }
    members[number] = (members[number] + members[other]).sorted()
    members[other] = []
  }

  /// Whether a job reads what a step makes or reads, or makes what it reads.
  private func isRelated(_ number: Int, _ job: Int) -> Bool {
    let own = members[number]
    let touched = Set(own.compactMap { jobs.jobs[$0].value } + own.flatMap { jobs.jobs[$0].reads })
    return jobs.jobs[job].reads.contains(where: touched.contains)
      || jobs.jobs[job].value.map(touched.contains) == true
  }

  /// Whether a job reads a sum that the step makes.
  private func readsSum(_ job: Int, of number: Int, _ sheet: Sheet) -> Bool {
    members[number].contains { member in
      guard let value = jobs.jobs[member].value, jobs.jobs[job].reads.contains(value) else { return false }
      return jobs.sheetRole(member, rows: sheet.rows, columns: sheet.columns)?.sheet != nil
    }
  }

  private func canAbsorb(_ number: Int, _ job: Int, _ role: SheetRole, _ sheet: Sheet) -> Bool {
    guard let value = jobs.jobs[job].value, isRelated(number, job), !leadsAround(from: number, to: step[job]),
      !leadsAround(from: step[job], to: number)
    else { return false }
    let own = members[number].map { jobs.jobs[$0] }
    let made = Set(own.compactMap(\.value))
    // Numbers of the rows or the columns alone come from outside.
    if role.lines.contains(where: { made.contains($0.place.base) }) { return false }
    let roles = members[number].compactMap { jobs.sheetRole($0, rows: sheet.rows, columns: sheet.columns) }
    if roles.contains(where: { $0.lines.contains { $0.place.base == value } }) { return false }
    // A sum is complete when all tiles are done, not before.
    if role.sheet != nil, own.contains(where: { $0.reads.contains(value) }) { return false }
    return !readsSum(job, of: number, sheet) && fitsSheet(members[number] + [job], sheet)
  }

  /// Whether the jobs fit into one instruction.
  private func fitsSheet(_ joined: [Int], _ sheet: Sheet) -> Bool {
    SheetProgram(jobs, joined.sorted(), sheet, keeping: kept(joined)) != nil
  }

  // MARK: Computing again

  /// Bytes of a sheet that is cheaper to compute again than to keep, where that takes arithmetic alone; and of one that
  /// is never kept.
  private static let keptBytes = 256 << 10
  static let mostKeptBytes = 8 << 20

  /// Computes again what the sheet reads of other steps, where that is better than to keep it.
  private mutating func computeAgain(_ number: Int, _ bytesPerElement: Int) {
    guard var sheet = sheets[number], sheet.count * bytesPerElement > Fusion.keptBytes else { return }
    let isLarge = sheet.count * bytesPerElement > Fusion.mostKeptBytes
    for value in wholeReads(members[number], sheet) {
      var again = Set(sheet.again)
      guard collect(value, sheet, for: number, &again), isLarge || again.allSatisfy({ isCheap($0, sheet) }),
        again.allSatisfy({ overwritersFollow($0, number) })
      else { continue }
      var larger = sheet
      larger.again = again.sorted()
      guard SheetProgram(jobs, members[number], larger, keeping: kept(members[number])) != nil else { continue }
      sheet = larger
      sheets[number] = sheet
    }
  }

  /// The values of other steps, as large as the sheet, that the jobs read.
  private func wholeReads(_ own: [Int], _ sheet: Sheet) -> [Value] {
    let made = Set(own.compactMap { jobs.jobs[$0].value })
    let read = Set(own.flatMap { jobs.jobs[$0].reads }).subtracting(made)
    return read.filter { jobs.producer[$0] != nil && jobs.graph.shape($0).count == sheet.count }.sorted()
  }

  /// Adds the jobs that make a value out of what is smaller than the sheet; false where there are none.
  private func collect(_ value: Value, _ sheet: Sheet, for number: Int, _ again: inout Set<Int>) -> Bool {
    guard let maker = jobs.producer[value], step[maker] != number else { return jobs.producer[value] == nil }
    if again.contains(maker) { return true }
    let job = jobs.jobs[maker]
    if job.work == .kernel {
      guard case .affine? = jobs.sheetRole(maker, rows: sheet.rows, columns: sheet.columns) else { return false }
    } else if !conforms(job, sheet.rows, sheet.columns) {
      return false
    }
    again.insert(maker)
    return job.reads.allSatisfy { base in
      jobs.graph.shape(base).count < sheet.count || collect(base, sheet, for: number, &again)
    }
  }

  /// Whether a job takes no longer than reading its result from the memory beyond the nearest caches.
  private func isCheap(_ job: Int, _ sheet: Sheet) -> Bool {
    if case .map(let operation) = jobs.jobs[job].work { return operation.microWeight < 8 }
    guard case .affine(let rows, _)? = jobs.sheetRole(job, rows: sheet.rows, columns: sheet.columns) else { return true }
    return rows.count <= 2
  }

  /// Whether whatever overwrites what a job reads can wait for the step.
  func overwritersFollow(_ job: Int, _ number: Int) -> Bool {
    jobs.successors[job].allSatisfy { after in
      jobs.jobs[after].slot == nil || step[after] == number || !leads(from: step[after], to: number)
    }
  }

  // MARK: Updates

  /// Joins elementwise steps over the columns that read sums along them.
  private mutating func joinUpdates(_ number: Int) {
    guard var sheet = sheets[number] else { return }
    for other in members.indices where other != number && sheets[other] == nil && slabs[other] == nil && !members[other].isEmpty {
      guard canUpdate(number, members[other], sheet), !leadsAround(from: number, to: other),
        !leads(from: other, to: number)
      else { continue }
      var larger = sheet
      // Updates over equally many numbers are one.
      if let equal = sheet.updates.firstIndex(where: { jobs.jobs[$0[0]].count == jobs.jobs[members[other][0]].count }) {
        larger.updates[equal] = (sheet.updates[equal] + members[other]).sorted()
      } else {
        larger.updates.append(members[other])
      }
      let joined = (members[number] + members[other]).sorted()
      guard !jobs.mixesOutputsAndUpdates(joined),
        SheetProgram(jobs, joined, larger, keeping: kept(joined)) != nil
      else { continue }
      take(other, into: number)
      sheet = larger
      sheets[number] = sheet
    }
  }

  /// Whether jobs work on the columns alone: on sums along these, and on other things of the same columns.
  private func canUpdate(_ number: Int, _ update: [Int], _ sheet: Sheet) -> Bool {
    let members = update.map { jobs.jobs[$0] }
    guard members[0].isElementwise, members[0].count % sheet.columns == 0,
      members[0].count / sheet.columns <= JobGraph.mostTerms
    else { return false }
    let inside = Set(members.compactMap(\.value))
    let made = Set(self.members[number].compactMap { jobs.jobs[$0].value })
    var readsSum = false
    for job in members {
      for case .read(let access) in job.operands where !inside.contains(access.place.base) {
        let isMade = made.contains(access.place.base)
        if access.mid == 1 && !isMade { continue }
        guard access.isFull(job.count), access.place.offset == 0 || !isMade else { return false }
        if !isMade { continue }
        guard isColumnwise(access.place.base, number, sheet, job.count) else { return false }
        readsSum = true
      }
    }
    return readsSum && overwritesOwnColumns(number, members, sheet)
  }

  /// Whether a value is made of sums along the columns, those of one column side by side, so many in all.
  private func isColumnwise(_ value: Value, _ number: Int, _ sheet: Sheet, _ count: Int) -> Bool {
    guard let maker = jobs.producer[value], jobs.graph.shape(value).count == count,
      case .columnSums(_, let sums)? = jobs.sheetRole(maker, rows: sheet.rows, columns: sheet.columns)
    else { return false }
    return sums.allSatisfy { $0.stride == count / sheet.columns && $0.start < $0.stride }
  }

  /// Whether what the update overwrites is read, in the same instruction, column by column only, and not by another
  /// update.
  private func overwritesOwnColumns(_ number: Int, _ update: [Job], _ sheet: Sheet) -> Bool {
    let slots = Set(update.compactMap(\.slot))
    func isOverwritten(_ value: Value) -> Bool {
      jobs.graph[value].operation.sourceName.map(slots.contains) == true
    }
    let others = sheet.updates.flatMap { $0 }.map { jobs.jobs[$0] }
    if others.contains(where: { $0.reads.contains(where: isOverwritten) }) { return false }
    let otherSlots = Set(others.compactMap(\.slot))
    if update.contains(where: { job in
      job.reads.contains { jobs.graph[$0].operation.sourceName.map(otherSlots.contains) == true }
    }) { return false }
    let inputs = SheetInputs(jobs, members[number].filter { !sheet.updates.joined().contains($0) } + sheet.again, sheet)
    return inputs.all.allSatisfy { input in
      guard isOverwritten(input.line.place.base) else { return true }
      let perColumn = update[0].count / sheet.columns
      return input.extent == .column && input.line.stride == perColumn && input.line.place.offset < perColumn
    }
  }
}
