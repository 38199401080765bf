import TensorGraph

extension Fusion {
  /// Joins products over one batch of matrices, and what lies between them, to steps that are carried out slab by slab.
  ///
  /// What a later one of these steps needs of an earlier one, as the gradient of attention needs its weights, is computed again.
  ///
  /// - Parameter ofAnySize: whether this is done as well where what lies between the products is small, and memory serves it as fast.
  mutating func joinSlabs(bytesPerElement: Int, ofAnySize: Bool) {
    for number in members.indices {
      guard members[number].count == 1, let value = jobs.jobs[members[number][0]].value, jobs.isBatched(value) else { continue }
      grow(number, batch: jobs.graph.shape(value)[0])
    }
    for number in slabs.keys.sorted() {
      trim(number)
      let bytes = largestBetween(number) * bytesPerElement
      if !isChain(number) || (bytes <= Fusion.mostKeptBytes && !ofAnySize) { dissolve(number) }
    }
    for number in slabs.keys.sorted() { computeSlabsAgain(number) }
    // What a step no longer computes again leaves another one by memory.
    while let number = slabs.keys.sorted().first(where: { !storesWholeLines($0, bytesPerElement) }) { dissolve(number) }
    for number in slabs.keys.sorted() {
      dropUnread(number)
      sortParts(number)
    }
  }

  /// Takes in whatever works on the same batch and can join.
  private mutating func grow(_ number: Int, batch: Int) {
    var parts = [members[number]]
    var found = true
    while found {
      found = false
      for other in members.indices where other != number && canTakeIn(other, number, batch: batch) {
        parts.append(members[other])
        take(other, into: number)
        found = true
      }
    }
    if parts.count > 1 { slabs[number] = Slabs(batch: batch, parts: parts) }
  }

  private func canTakeIn(_ other: Int, _ number: Int, batch: Int) -> Bool {
    let (own, joining) = (members[number], members[other])
    guard !joining.isEmpty, slabs[other] == nil, joining.allSatisfy({ jobs.worksBySlabs($0, batch: batch) }) else { return false }
    let (made, joiningMade) = (values(own), values(joining))
    let touched = made.union(own.flatMap { jobs.jobs[$0].reads })
    guard joining.contains(where: { jobs.jobs[$0].reads.contains(where: touched.contains) }) || !joiningMade.isDisjoint(with: touched),
      joining.allSatisfy({ readsSlabs($0, among: made) }), own.allSatisfy({ readsSlabs($0, among: joiningMade) })
    else { return false }
    return !leadsAround(from: number, to: other) && !leadsAround(from: other, to: number)
  }

  private func values(_ own: [Int]) -> Set<Value> { Set(own.compactMap { jobs.jobs[$0].value }) }

  private func readsSlabs(_ job: Int, among made: Set<Value>) -> Bool {
    jobs.jobs[job].reads.allSatisfy { !made.contains($0) || jobs.readsSlabs(job, of: $0) }
  }

  // MARK: What is worth it

  /// Gives elementwise passes at the rim back: those that nothing else of the step reads, and those that read nothing of it and whose
  /// results are in memory anyway.
  private mutating func trim(_ number: Int) {
    while let step = slabs[number], let index = step.parts.firstIndex(where: { isRim($0, number) }) {
      let part = step.parts[index]
      slabs[number]?.parts.remove(at: index)
      members[number] = members[number].filter { !part.contains($0) }
      release(part)
    }
    if slabs[number]?.parts.isEmpty == true { slabs[number] = nil }
  }

  private func isRim(_ part: [Int], _ number: Int) -> Bool {
    guard jobs.jobs[part[0]].isElementwise else { return false }
    let others = members[number].filter { !part.contains($0) }
    let (made, otherMade) = (values(part), values(others))
    if !others.contains(where: { jobs.jobs[$0].reads.contains(where: made.contains) }) { return true }
    return !part.contains { jobs.jobs[$0].reads.contains(where: otherMade.contains) } && !kept(members[number]).isDisjoint(with: made)
  }

  /// Whether a product of the step is made of what another product of it becomes.
  private func isChain(_ number: Int) -> Bool {
    guard let step = slabs[number] else { return true }
    let products = step.parts.filter { $0.count == 1 && jobs.jobs[$0[0]].value.map(jobs.isBatched) == true }.map { $0[0] }
    return products.contains { product in
      var open = [product]
      var seen: Set<Int> = []
      while let next = open.popLast() {
        for after in jobs.successors[next] where self.step[after] == number && seen.insert(after).inserted { open.append(after) }
      }
      return products.contains(where: seen.contains)
    }
  }

  /// Elements of the largest value that one part hands to another.
  private func largestBetween(_ number: Int) -> Int {
    let between = members[number].compactMap { jobs.jobs[$0].value }.filter { value in
      jobs.readers(of: value).contains { step[$0] == number }
    }
    return between.reduce(0) { max($0, jobs.graph.shape($1).count) }
  }

  /// Whether what leaves the step by an elementwise pass, which writes whole lines of memory, ends with a line at the end of a matrix.
  private func storesWholeLines(_ number: Int, _ bytesPerElement: Int) -> Bool {
    guard let step = slabs[number] else { return true }
    let kept = kept(members[number])
    return step.parts.allSatisfy { part in
      !jobs.jobs[part[0]].isElementwise
        || values(part).isDisjoint(with: kept) || jobs.jobs[part[0]].count / step.batch * bytesPerElement % 64 == 0
    }
  }

  /// Makes each part a step of its own again.
  private mutating func dissolve(_ number: Int) {
    guard let step = slabs.removeValue(forKey: number) else { return }
    let left = members[number]
    members[number] = []
    for part in step.parts where part.allSatisfy(left.contains) { release(part) }
  }

  private mutating func release(_ part: [Int]) {
    members[part[0]] = part
    for job in part { step[job] = part[0] }
  }

  // MARK: Computing again

  /// Computes again what the step reads of another one that works on the same batch, where that is made within a matrix.
  private mutating func computeSlabsAgain(_ number: Int) {
    guard let own = slabs[number] else { return }
    let made = values(members[number])
    let read = Set(members[number].flatMap { jobs.jobs[$0].reads }).subtracting(made)
    for value in read.sorted() {
      guard let maker = jobs.producer[value], let other = slabs[step[maker]], other.batch == own.batch, isWithin(maker),
        members[number].allSatisfy({ readsSlabs($0, among: [value]) })
      else { continue }
      var again = Set(slabs[number]?.again ?? [])
      collect(maker, for: number, &again)
      guard again.allSatisfy({ overwritersFollow($0, number) }) else { continue }
      slabs[number]?.again = again.sorted()
    }
    for other in slabs.keys.sorted() where other != number {
      for part in slabs[other]?.parts ?? [] where step[part[0]] == other {
        let again = part.filter { slabs[number]?.again.contains($0) == true }
        if !again.isEmpty { slabs[number]?.parts.append(again) }
      }
    }
  }

  /// Whether a result is no product, or a product that is larger than what it is made of: places times places.
  private func isWithin(_ job: Int) -> Bool {
    guard let value = jobs.jobs[job].value, jobs.isBatched(value) else { return jobs.jobs[job].isElementwise }
    return jobs.graph[value].operands.allSatisfy { jobs.graph.shape($0).count < jobs.graph.shape(value).count }
  }

  /// Adds a job, and those that make what it reads: within the same step, or elsewhere where that does not reach memory.
  private func collect(_ job: Int, for number: Int, _ again: inout Set<Int>) {
    guard step[job] != number, again.insert(job).inserted else { return }
    for base in jobs.jobs[job].reads {
      guard let maker = jobs.producer[base] else { continue }
      let isMissing = slabs[step[maker]] != nil && !kept(members[step[maker]]).contains(base)
      if step[maker] == step[job] || isMissing { collect(maker, for: number, &again) }
    }
  }

  /// Leaves out what all that read it compute again.
  private mutating func dropUnread(_ number: Int) {
    guard var own = slabs[number] else { return }
    let all = own.parts.flatMap { $0 }
    let kept = kept(members[number])
    var open = all.filter { job in step[job] == number && jobs.jobs[job].value.map(kept.contains) == true }
    var needed = Set(open)
    while let job = open.popLast() {
      let makers = all.filter { maker in jobs.jobs[maker].value.map(jobs.jobs[job].reads.contains) == true }
      for maker in makers where needed.insert(maker).inserted { open.append(maker) }
    }
    own.parts = own.parts.map { $0.filter(needed.contains) }.filter { !$0.isEmpty }
    own.again.removeAll { !needed.contains($0) }
    slabs[number] = own
  }

  /// Brings the parts into an order in which they can run.
  private mutating func sortParts(_ number: Int) {
    guard var waiting = slabs[number]?.parts else { return }
    var sorted: [[Int]] = []
    while !waiting.isEmpty {
      let open = values(waiting.flatMap { $0 })
      let ready = waiting.indices.filter { index in
        let own = values(waiting[index])
        return waiting[index].allSatisfy { jobs.jobs[$0].reads.allSatisfy { own.contains($0) || !open.contains($0) } }
      }
      guard let next = ready.min(by: { (waiting[$0].last ?? 0) < (waiting[$1].last ?? 0) }) else {
        preconditionFailure("Parts that may join leave no circle between them.")
      }
      sorted.append(waiting.remove(at: next))
    }
    slabs[number]?.parts = sorted
  }
}
