import TensorGraph

/// Jobs that are done together: by one instruction, or by a few that lay out one value.
struct Step {
  /// Ascending.
  let jobs: [Int]
  /// What kind of sheet it is; nil for an elementwise pass or a kernel.
  let sheet: Sheet?
  /// Of an elementwise pass: the job of a product that it reads as soon as some of its rows are there; nil if there is none.
  let product: Int?

  /// All jobs that are done here for the first time.
  var allJobs: [Int] { (product.map { [$0] } ?? []) + jobs }
}

extension Fusion {
  /// The values made by a step that something outside of it needs.
  func kept(_ step: Step) -> Set<Value> {
    let isPass = step.sheet != nil || jobs.jobs[step.jobs[0]].isElementwise
    return isPass ? kept(step.jobs) : Set(step.jobs.compactMap { jobs.jobs[$0].value })
  }

  /// The values whose buffers a step reads.
  func reads(_ step: Step) -> Set<Value> {
    let all = step.allJobs + (step.sheet?.again ?? [])
    let made = Set(all.compactMap { jobs.jobs[$0].value })
    return Set(all.flatMap { jobs.jobs[$0].reads }).subtracting(made)
  }
}
