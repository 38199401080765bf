import TensorGraph

/// Jobs that are done together: by one instruction, or by a few that lay out one value.
struct Step {
  /// Ascending.
  let jobs: [Int]
  /// What kind of sheet it is; nil for any other step.
  let sheet: Sheet?
  /// How it is carried out slab by slab; nil for any other step.
  let slabs: Slabs?
  /// Of an elementwise pass: the job of a product that it reads as soon as some of its rows are there; nil if there is none.
  let product: Int?

  /// All jobs that are done here for the first time.
  var allJobs: [Int] { (product.map { [$0] } ?? []) + jobs }

  /// Jobs of other steps that are done here once more.
  var again: [Int] { sheet?.again ?? slabs?.again ?? [] }

  /// Whether it is computed tile by tile: what it makes leaves it where something else needs it.
  var isTiled: Bool { sheet != nil || slabs != nil }
}

extension Fusion {
  /// The values made by a step that something outside of it needs.
  func kept(_ step: Step) -> Set<Value> {
    let isPass = step.isTiled || jobs.jobs[step.jobs[0]].isElementwise
    return isPass ? kept(step.jobs) : Set(step.jobs.compactMap { jobs.jobs[$0].value })
  }

  /// The values whose buffers a step reads.
  func reads(_ step: Step) -> Set<Value> {
    let all = step.allJobs + step.again
    let made = Set(all.compactMap { jobs.jobs[$0].value })
    return Set(all.flatMap { jobs.jobs[$0].reads }).subtracting(made)
  }
}
