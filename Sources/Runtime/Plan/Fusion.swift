import CPUFeatures
import TensorGraph

/// Sorts the jobs into steps: elementwise jobs over equally many elements that can run in one pass share a step.
///
/// First a job joins the only step that reads it (its result then never touches memory); then steps join along the
/// reads that cost most; then those that read the same buffer, or, if they are small, anything in common. Two steps may
/// join only where no path leads from one to the other through a third.
struct Fusion {
  let jobs: JobGraph
  /// For each job, the number of its step: the lowest job in it.
  var step: [Int]
  /// For each step, its jobs, ascending; empty for numbers that are not steps.
  var members: [[Int]]
  /// The steps that are carried out slab by slab, by number.
  var slabs: [Int: Slabs] = [:]
  /// The steps that are sheets, by number.
  var sheets: [Int: Sheet] = [:]
  /// The products that steps read row by row, by the number of the step: jobs.
  var products: [Int: Int] = [:]

  init(_ jobs: JobGraph, precision: Precision, tiling: Tiling) {
    self.jobs = jobs
    step = Array(jobs.jobs.indices)
    members = step.map { [$0] }
    joinOnlyReaders()
    joinAlongReads()
    joinSiblings()
    if tiling != .none {
      joinSlabs(bytesPerElement: precision.bytes, ofAnySize: tiling == .always)
      joinSheets(bytesPerElement: precision.bytes)
    }
    joinProducts(bytesPerElement: precision.bytes)
  }

  /// The steps, in the order of their first jobs.
  var steps: [Step] {
    members.indices.filter { !members[$0].isEmpty }.map {
      Step(jobs: members[$0], sheet: sheets[$0], slabs: slabs[$0], product: products[$0])
    }
  }

  private mutating func joinOnlyReaders() {
    for job in jobs.jobs.indices.reversed() {
      guard let value = jobs.jobs[job].value, !jobs.outputs.contains(value) else { continue }
      let readers = jobs.readers(of: value)
      guard let first = readers.first, readers.allSatisfy({ step[$0] == step[first] }) else { continue }
      if readers.allSatisfy({ readsInStep($0, value) }) { join(step[job], step[first]) }
    }
  }

  private mutating func joinAlongReads() {
    var edges: [(maker: Int, reader: Int, saved: Int)] = []
    for job in jobs.jobs.indices {
      guard let value = jobs.jobs[job].value else { continue }
      for reader in jobs.readers(of: value) where readsInStep(reader, value) {
        edges.append((job, reader, jobs.jobs[job].count))
      }
    }
    // Largest first; among equals the order of the jobs decides, so that the same graph gives the same steps.
    edges.sort { ($0.saved, $1.maker, $1.reader) > ($1.saved, $0.maker, $0.reader) }
    for edge in edges { join(step[edge.maker], step[edge.reader]) }
  }

  /// Elements below which a step costs more for being a step of its own than for what it reads.
  private static let fewElements = 4096

  private mutating func joinSiblings() {
    struct Family: Hashable {
      let base: Value
      let count: Int
    }
    var readers: [Family: [Int]] = [:]
    var families: [Family] = []
    for (index, job) in jobs.jobs.enumerated() where job.isElementwise {
      for base in job.reads where readsInStep(index, base) || job.count <= Fusion.fewElements {
        let family = Family(base: base, count: job.count)
        if readers[family] == nil { families.append(family) }
        readers[family, default: []].append(index)
      }
    }
    for family in families {
      let siblings = readers[family] ?? []
      for (a, b) in zip(siblings, siblings.dropFirst()) { join(step[a], step[b]) }
    }
  }

  /// Whether a job reads the buffer of a value element by element, nothing else of it, and computes equally many.
  func readsInStep(_ reader: Int, _ value: Value) -> Bool {
    let job = jobs.jobs[reader]
    guard job.isElementwise, jobs.graph.shape(value).count == job.count else { return false }
    return job.operands.allSatisfy { operand in
      guard case .read(let access) = operand, access.place.base == value else { return true }
      return access.place.offset == 0 && access.isFull(job.count)
    }
  }

  /// Joins two steps where that is legal; says whether they are one now.
  @discardableResult
  private mutating func join(_ a: Int, _ b: Int) -> Bool {
    if a == b { return true }
    let (first, second) = (jobs.jobs[a], jobs.jobs[b])
    guard first.isElementwise, second.isElementwise, first.count == second.count,
      !leadsAround(from: a, to: b), !leadsAround(from: b, to: a)
    else { return false }
    let joined = (members[a] + members[b]).sorted()
    guard !jobs.mixesOutputsAndUpdates(joined), readsAreAligned(joined), fits(joined) else { return false }
    let (low, high) = (min(a, b), max(a, b))
    members[low] = joined
    members[high] = []
    for job in joined { step[job] = low }
    return true
  }

  /// Whether every job that reads what another job of the same step makes or overwrites reads it element by element.
  private func readsAreAligned(_ joined: [Int]) -> Bool {
    let made = Set(joined.compactMap { jobs.jobs[$0].value })
    let overwritten = Set(joined.compactMap { jobs.jobs[$0].slot })
    return joined.allSatisfy { reader in
      jobs.jobs[reader].reads.allSatisfy { base in
        let shared = made.contains(base) || jobs.graph[base].operation.sourceName.map(overwritten.contains) == true
        return !shared || readsInStep(reader, base)
      }
    }
  }

  /// Whether the jobs fit into one instruction.
  private func fits(_ joined: [Int]) -> Bool {
    if joined.count * 3 <= Int(CS_MAX_OUTPUTS) { return true }
    let program = MicroProgram(joined.map { jobs.jobs[$0] }, keeping: kept(joined))
    return program.registers <= Int(CS_MAX_REGISTERS) && program.operations.count <= Int(CS_MAX_OPERATIONS)
      && program.outputs.count <= Int(CS_MAX_OUTPUTS)
  }

  /// The values made by a step that something outside of it needs.
  func kept(_ members: [Int]) -> Set<Value> {
    let inside = Set(members)
    return Set(
      members.compactMap { jobs.jobs[$0].value }.filter { value in
        jobs.outputs.contains(value)
          || !jobs.readers(of: value).allSatisfy { inside.contains($0) || computesAgain(value, for: $0) }
      })
  }

  /// Whether the step of a job computes a value of another step again.
  private func computesAgain(_ value: Value, for reader: Int) -> Bool {
    guard let maker = jobs.producer[value] else { return false }
    let number = step[reader]
    return sheets[number]?.again.contains(maker) == true || slabs[number]?.again.contains(maker) == true
  }

  /// Whether a path leads from one step to another.
  func leads(from start: Int, to end: Int) -> Bool {
    members[start].contains { jobs.successors[$0].contains { step[$0] == end } } || leadsAround(from: start, to: end)
  }

  /// Whether a path leads from one step to another through a third.
  func leadsAround(from start: Int, to end: Int) -> Bool {
    var seen = [Bool](repeating: false, count: step.count)
    seen[start] = true
    var open: [Int] = []
    for job in members[start] {
      for after in jobs.successors[job] where step[after] != end { open.append(step[after]) }
    }
    while let next = open.popLast() {
      if seen[next] { continue }
      seen[next] = true
      for job in members[next] {
        for after in jobs.successors[job] {
          if step[after] == end { return true }
          open.append(step[after])
        }
      }
    }
    return false
  }
}
