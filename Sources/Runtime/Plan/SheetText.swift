import TensorGraph

/// The text of a sheet: its size, the formulas over it, and what leaves it.
struct SheetText {
  let text: String

  init(_ jobs: JobGraph, _ members: [Int], _ sheet: Sheet, _ program: SheetProgram) {
    let late = Set(sheet.updates.joined())
    let own = (members.filter { !late.contains($0) } + sheet.again).sorted().map { jobs.jobs[$0] }
    let formulas = own.map { job in
      guard job.isElementwise else { return job.value.map { jobs.graph.line($0) } ?? "" }
      return ElementwiseText.formula(job, jobs.graph)
    }
    let updates = sheet.updates.map { update in
      update.map { ElementwiseText.formula(jobs.jobs[$0], jobs.graph) }.joined(separator: "; ")
    }
    let kept = program.stores.map(\.value) + program.dots.map(\.value)
      + program.sums.map(\.value).filter { program.locals[$0] == nil }
    var names: [String] = []
    for value in kept where !names.contains("%\(value.index)") { names.append("%\(value.index)") }
    var parts = ["\(sheet.rows) x \(sheet.columns)"]
    if !names.isEmpty { parts.append("keep \(names.joined(separator: ", "))") }
    text = parts.joined(separator: ", ") + ": " + formulas.joined(separator: "; ")
      + updates.map { "; then \($0)" }.joined()
  }
}
