import CPUFeatures
import TensorGraph

/// Which steps are carried out tile by tile, as sheets and slabs are. All compute the same bits.
package enum Tiling: Sendable {
  /// None: everything that is computed can be found in memory.
  case none
  /// Those that pay.
  case usual
  /// All that can be, however small they are.
  case always
}

/// A step of several instructions over a batch of matrices, carried out slab by slab: some matrices of the batch pass through all of
/// them before the next ones do, so that what one hands to another is never in memory for the whole batch.
///
/// Attention is such a step: the scores of a few sequences, their softmax, and the values that it mixes.
struct Slabs {
  /// Matrices of the batch, at least 2.
  let batch: Int
  /// The jobs of each instruction, in the order in which they run: an elementwise pass, or a kernel.
  var parts: [[Int]]
  /// Jobs of other steps that are computed once more here rather than read from memory; ascending.
  var again: [Int] = []
}

extension JobGraph {
  /// Whether a job does to each slab of a batch what it does to the whole.
  func worksBySlabs(_ number: Int, batch: Int) -> Bool {
    let job = jobs[number]
    guard let value = job.value, job.slot == nil else { return false }
    if job.isElementwise {
      return job.count % batch == 0
        && job.operands.allSatisfy { operand in
          guard case .read(let access) = operand else { return true }
          return numbersPerSlab(inner: access.inner, mid: access.mid, count: job.count, slabs: batch) != nil
        }
    }
    let shape = graph.shape(value)
    switch graph[value].operation {
    case .matmul: return isBatched(value) && shape[0] == batch
    case .sum(let sum): return reducesMatrices(value, sum.axes, batch)
    case .max(let max): return reducesMatrices(value, max.axes, batch)
    default: return false
    }
  }

  /// Whether a value is a batch of products.
  func isBatched(_ value: Value) -> Bool {
    guard case .matmul = graph[value].operation else { return false }
    return graph.shape(value).rank == 3 && graph.shape(value)[0] > 1
  }

  /// Whether a reduction stays within the matrices of a batch, and needs no workspace.
  private func reducesMatrices(_ value: Value, _ axes: [Int], _ batch: Int) -> Bool {
    guard let extents = ReductionExtents(graph.shape(graph[value].operands[0]), axes: axes) else { return false }
    return extents.outer % batch == 0 && extents.reduced <= Int(CS_SUM_BLOCK)
  }

  /// Whether a job reads what is made of a slab of a value, and nothing else of the value.
  func readsSlabs(_ number: Int, of value: Value) -> Bool {
    let job = jobs[number]
    let count = graph.shape(value).count
    if job.isElementwise {
      return job.operands.allSatisfy { operand in
        guard case .read(let access) = operand, access.place.base == value else { return true }
        return access.place.offset == 0 && access.mid == count && access.inner * access.mid == job.count
      }
    }
    return (job.value.map { graph[$0].operands } ?? []).allSatisfy { operand in
      let place = graph.place(operand)
      return place.base != value || (place.offset == 0 && graph.shape(operand).count == count)
    }
  }
}

/// How many numbers of what an elementwise pass reads, as element i reads number `(i / inner) % mid`, belong to one slab alone where its
/// `count` elements are computed in `slabs` equal slabs: 0 where all slabs read the same, nil where slabs read otherwise.
func numbersPerSlab(inner: Int, mid: Int, count: Int, slabs: Int) -> Int? {
  if inner * mid == count && mid > 1 { return mid % slabs == 0 ? mid / slabs : nil }
  return mid == 1 || count / slabs % (inner * mid) == 0 ? 0 : nil
}
