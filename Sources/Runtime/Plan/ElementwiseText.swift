import CPUFeatures
import TensorGraph

/// The text of a fused elementwise step: what is kept, and the formulas in order.
struct ElementwiseText {
  let text: String

  init(_ graph: TensorGraph, _ jobs: [Job], _ program: MicroProgram) {
    let formulas = jobs.map { ElementwiseText.formula($0, graph) }
    let kept = program.outputs.map { output in
      switch output.destination {
      case .value(let value): "%\(value.index)"
      case .slot(let name): name
      }
    }
    text = "keep \(kept.joined(separator: ", ")) of \(program.count): " + formulas.joined(separator: "; ")
  }

  /// One elementwise job: `%5 = add(%3, bias[i/1%10])`.
  static func formula(_ job: Job, _ graph: TensorGraph) -> String {
    let operands = job.operands.map { operand($0, job.count, graph) }.joined(separator: ", ")
    let result = job.slot ?? job.value.map { "%\($0.index)" } ?? ""
    if case .map(let operation) = job.work { return "\(result) = \(operation.primitive.name)(\(operands))" }
    return "\(result) = \(operands)"
  }

  private static func operand(_ operand: Operand, _ count: Int, _ graph: TensorGraph) -> String {
    switch operand {
    case .constant(let number): return "\(number)"
    case .read(let access):
      let base = access.place.base
      let name = graph[base].operation.sourceName ?? "%\(base.index)"
      let place = access.place.offset == 0 ? name : "\(name)+\(access.place.offset)"
      return access.isFull(count) ? place : "\(place)[i/\(access.inner)%\(access.mid)]"
    }
  }
}
