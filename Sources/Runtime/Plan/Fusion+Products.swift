import CPUFeatures
import Kernels
import TensorGraph

extension Fusion {
  /// Joins a product to the one elementwise step that reads it, element by element: a gradient to the update of its weights, what a layer
  /// makes of its inputs to the bias and the activation.
  mutating func joinProducts(bytesPerElement: Int) {
    for job in jobs.jobs.indices {
      guard members[job] == [job], let value = jobs.jobs[job].value, !jobs.outputs.contains(value),
        isRowwise(value, bytesPerElement), let reader = jobs.readers(of: value).first
      else { continue }
      let number = step[reader]
      guard sheets[number] == nil, slabs[number] == nil, products[number] == nil,
        members[number].first.map({ jobs.jobs[$0].isElementwise }) == true,
        jobs.readers(of: value).allSatisfy({ step[$0] == number && readsInStep($0, value) }),
        !overwritesOperands(of: job, number), !leadsAround(from: job, to: number)
      else { continue }
      products[number] = job
      members[job] = []
      step[job] = number
    }
  }

  /// Whether it is a product of matrices that is worth computing rows at a time.
  private func isRowwise(_ value: Value, _ bytesPerElement: Int) -> Bool {
    guard case .matmul(let product) = jobs.graph[value].operation, jobs.graph.shape(value).rank == 2 else { return false }
    let (a, shape) = (jobs.graph.shape(jobs.graph[value].operands[0]), jobs.graph.shape(value))
    return shape.count >= 1 << 14
      && canUpdate(
        m: shape[0], n: shape[1], k: a[product.transposeA ? 0 : 1], transposedB: product.transposeB, bytesPerElement: bytesPerElement)
  }

  /// Whether a step overwrites what a product is made of.
  private func overwritesOperands(of product: Int, _ number: Int) -> Bool {
    let slots = Set(members[number].compactMap { jobs.jobs[$0].slot })
    return jobs.jobs[product].reads.contains { jobs.graph[$0].operation.sourceName.map(slots.contains) == true }
  }
}

extension Lowering {
  /// A product that an elementwise draft reads.
  func product(_ job: Job, _ update: Draft) -> Draft {
    guard let value = job.value, case .matmul(let product) = graph[value].operation, let table = update.table else {
      preconditionFailure("A product of matrices, and what reads it.")
    }
    var draft = gemm(value, product)
    draft.instruction.opcode = .gemmUpdate
    draft.instruction.vertex = update.instruction.vertex
    draft.out = nil
    draft.table = .instruction(update.instruction, table)
    draft.operations += update.operations
    draft.text += "; " + update.text
    return draft
  }
}
