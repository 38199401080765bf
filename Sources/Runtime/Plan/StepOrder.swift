import TensorGraph

/// The steps in the order in which they run.
///
/// Any order that keeps the edges computes the same bits; this one keeps memory small: a step that frees more than it
/// takes runs as soon as it can (updates swallow their gradients while these are still in cache), and so does one that
/// makes next to nothing (an update shall not wait for its rate); the others run in the order in which the graph was
/// built.
struct StepOrder {
  private(set) var steps: [Step] = []

  init(_ fusion: Fusion) {
    let jobs = fusion.jobs
    let groups = fusion.steps
    var number = [Int](repeating: 0, count: jobs.jobs.count)
    for (index, group) in groups.enumerated() { for job in group.allJobs { number[job] = index } }
    var after = [Set<Int>](repeating: [], count: groups.count)
    var waiting = [Int](repeating: 0, count: groups.count)
    for (index, group) in groups.enumerated() {
      // What is computed again reads its sources again, before they are overwritten.
      let late = group.again.flatMap { jobs.successors[$0] }.filter { jobs.jobs[$0].slot != nil }
      let following = (group.allJobs.flatMap { jobs.successors[$0] } + late).map { number[$0] }
      after[index] = Set(following).subtracting([index])
    }
    for index in groups.indices { for next in after[index] { waiting[next] += 1 } }

    var memory = Memory(fusion, groups)
    var ready = groups.indices.filter { waiting[$0] == 0 }
    while let first = ready.first {
      let chosen = ready.dropFirst().reduce(first) { best, candidate in
        let ranks = (memory.rank(candidate), memory.rank(best))
        let earlier = (groups[candidate].jobs.last ?? 0) < (groups[best].jobs.last ?? 0)
        return ranks.0 < ranks.1 || (ranks.0 == ranks.1 && earlier) ? candidate : best
      }
      ready.removeAll { $0 == chosen }
      memory.run(chosen)
      steps.append(groups[chosen])
      for next in after[chosen].sorted() {
        waiting[next] -= 1
        if waiting[next] == 0 { ready.append(next) }
      }
    }
    precondition(steps.count == groups.count, "Steps that may join leave no circle between them.")
  }
}

/// What running a step does to the memory in use, in elements.
private struct Memory {
  private let jobs: JobGraph
  private let made: [[Value]]
  private let read: [[Value]]
  /// For each value, the steps that have yet to read it.
  private var pending: [Value: Int] = [:]

  init(_ fusion: Fusion, _ groups: [Step]) {
    jobs = fusion.jobs
    let jobs = self.jobs
    made = groups.map { group in
      let updated = Set(group.jobs.filter { jobs.jobs[$0].slot != nil }.flatMap { jobs.jobs[$0].reads })
      return fusion.kept(group).subtracting(updated).sorted()
    }
    read = groups.map { group in
      fusion.reads(group).filter { jobs.producer[$0] != nil && !jobs.outputs.contains($0) }.sorted()
    }
    for bases in read { for base in bases { pending[base, default: 0] += 1 } }
  }

  /// Steps of lower rank run earlier: what the step adds to the memory in use, where that is below 0; 0 for steps that
  /// make at most a cache line; 1 for the others.
  func rank(_ step: Int) -> Int {
    let freed = read[step].filter { pending[$0] == 1 }.reduce(0) { $0 + jobs.graph.shape($1).count }
    let taken = made[step].reduce(0) { $0 + jobs.graph.shape($1).count }
    return taken < freed ? taken - freed : taken <= 16 ? 0 : 1
  }

  mutating func run(_ step: Int) {
    for base in read[step] { pending[base, default: 0] -= 1 }
  }
}
