import TensorGraph

/// The programs of all sheets of a program, and which of the sheets that they store lie block by block (`CS_BLOCKS`).
struct SheetPrograms {
  /// For each step, its program; nil for a step that is no sheet.
  private let programs: [SheetProgram?]
  /// Sheets that are read by other sheets alone, whole.
  private let blocks: [Value: Sheet]

  init(_ fusion: Fusion, _ order: StepOrder) {
    let programs = order.steps.map { step in
      step.sheet.map { SheetPrograms.program(fusion.jobs, step, $0, keeping: fusion.kept(step)) }
    }
    var blocks: [Value: Sheet] = [:]
    for program in programs.compactMap({ $0 }) {
      for store in program.stores where SheetPrograms.staysAmongSheets(store.value, fusion.jobs) {
        blocks[store.value] = program.sheet
      }
    }
    for (step, program) in zip(order.steps, programs) {
      for value in fusion.reads(step).union(step.jobs.compactMap { fusion.jobs.jobs[$0].value }).sorted() {
        guard let sheet = blocks[value] else { continue }
        if program?.readsBlocks(of: value, sheet) != true { blocks[value] = nil }
      }
    }
    self.programs = programs
    self.blocks = blocks
  }

  /// The program of a step by its number.
  subscript(step: Int) -> SheetProgram? { programs[step] }

  /// Whether a sheet lies block by block.
  func isBlocks(_ value: Value) -> Bool { blocks[value] != nil }

  /// The bytes of a sheet that lies block by block; nil for any other value.
  func bytes(of value: Value, _ precision: Precision) -> Int? {
    blocks[value].map { $0.rows * roundedUp($0.columns * precision.bytes) }
  }

  private static func program(_ jobs: JobGraph, _ step: Step, _ sheet: Sheet, keeping kept: Set<Value>) -> SheetProgram {
    guard let program = SheetProgram(jobs, step.jobs, sheet, keeping: kept) else {
      preconditionFailure("A step became a sheet because it fits into one.")
    }
    return program
  }

  /// Whether a value is neither a result of the program nor what a resident tensor becomes.
  private static func staysAmongSheets(_ value: Value, _ jobs: JobGraph) -> Bool {
    !jobs.outputs.contains(value) && jobs.jobs.allSatisfy { $0.slot == nil || !$0.reads.contains(value) }
  }
}

extension SheetProgram {
  /// Whether all reads of a sheet take it as it was made: element by element over the same rows and columns.
  fileprivate func readsBlocks(of value: Value, _ other: Sheet) -> Bool {
    let isSame = sheet.rows == other.rows && sheet.columns == other.columns
    return isSame
      && inputs.allSatisfy { $0.line.place.base != value || ($0.extent == .sheet && $0.line.place.offset == 0) }
      && updates.allSatisfy { update in update.inputs.allSatisfy { $0.place.base != value } }
  }
}
