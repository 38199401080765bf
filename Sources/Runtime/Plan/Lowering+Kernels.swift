import CPUFeatures
import TensorGraph

extension Lowering {
  /// A product of a matrix, whose rows lie along the summed extent, and a vector; nil for any other product.
  func matrixVector(_ value: Value, _ product: Operation.MatMul) -> Draft? {
    let operands = graph[value].operands
    let (a, b, out) = (graph.shape(operands[0]), graph.shape(operands[1]), graph.shape(value))
    guard out.rank == 2 else { return nil }
    var draft = draft(.matrixVector, value)
    let (rows, length): (Int, Int)
    if out[1] == 1 && !product.transposeA {
      (rows, length) = (out[0], a[1])
    } else if out[0] == 1 && product.transposeB {
      (rows, length) = (out[1], b[1])
      (draft.a, draft.b) = (draft.b, draft.a)
    } else {
      return nil
    }
    draft.instruction.n0 = Int64(rows)
    draft.instruction.n1 = Int64(length)
    draft.instruction.n6 = Int64(length)
    draft.operations = 2 * rows * length
    return draft
  }

  /// A product of matrices, or of batches of them. Letters: m rows, n columns, k summed extent.
  func gemm(_ value: Value, _ product: Operation.MatMul) -> Draft {
    var draft = draft(.gemm, value)
    let operands = graph[value].operands
    let (a, b, out) = (graph.shape(operands[0]), graph.shape(operands[1]), graph.shape(value))
    let batch = out.rank == 3 ? out[0] : 1
    let (m, n) = (out[out.rank - 2], out[out.rank - 1])
    let k = product.transposeA ? a[a.rank - 2] : a[a.rank - 1]
    var factor = (
      first: Factor(transposed: product.transposeA, stride: a[a.rank - 1]),
      second: Factor(transposed: product.transposeB, stride: b[b.rank - 1]), rows: m, columns: n
    )
    // One column lies in memory as one row, and kernels work along rows: c = a·b is cᵀ = bᵀ·aᵀ, to the same bits.
    if n == 1 && m > 1 {
      factor = (factor.second.flipped, factor.first.flipped, 1, m)
      (draft.a, draft.b) = (draft.b, draft.a)
    }
    draft.instruction.n0 = Int64(factor.rows)
    draft.instruction.n1 = Int64(factor.columns)
    draft.instruction.n2 = Int64(k)
    draft.instruction.n3 = Int64(batch)
    draft.instruction.n4 = factor.first.transposed ? 1 : 0
    draft.instruction.n5 = factor.second.transposed ? 1 : 0
    draft.instruction.n6 = Int64(factor.first.stride)
    draft.instruction.n7 = Int64(factor.second.stride)
    draft.instruction.n8 = Int64(factor.columns)
    draft.instruction.n9 = batch == 1 ? 0 : Int64(factor.rows * k)
    draft.instruction.n10 = batch == 1 ? 0 : Int64(k * factor.columns)
    draft.instruction.n11 = batch == 1 ? 0 : Int64(m * n)
    draft.operations = 2 * batch * m * n * k
    return draft
  }

  /// A factor as it is stored: transposed or not, and how far apart its rows lie.
  private struct Factor {
    let transposed: Bool
    let stride: Int

    var flipped: Factor { Factor(transposed: !transposed, stride: stride) }
  }

  func reduction(_ opcode: cs_opcode, _ value: Value, _ axes: [Int]) -> Draft {
    var draft = draft(opcode, value)
    let shape = graph.shape(graph[value].operands[0])
    guard let extents = ReductionExtents(shape, axes: axes) else {
      preconditionFailure("Reduced axes lie side by side in a lowered graph.")
    }
    draft.instruction.n0 = Int64(extents.outer)
    draft.instruction.n1 = Int64(extents.reduced)
    draft.instruction.n2 = Int64(extents.inner)
    draft.operations = shape.count
    return draft
  }

  /// A convolution or one of its adjoints.
  ///
  /// - Parameter given: what is read instead of the vertex's own operands.
  func convolution(_ value: Value, reading given: [Value]? = nil) -> Draft {
    let operands = graph[value].operands
    let (first, second, out) = (graph.shape(operands[0]), graph.shape(operands[1]), graph.shape(value))
    let (image, result, weight): (Shape, Shape, Shape)
    var draft: Draft
    switch graph[value].operation {
    case .conv2d(let p):
      (image, result, weight) = (first, out, second)
      draft = self.draft(.conv2d, value, reading: given)
      draft.setWindow(p.window, image, result)
    case .conv2dInputAdjoint(let p):
      (image, result, weight) = (out, first, second)
      draft = self.draft(.conv2dInputAdjoint, value, reading: given)
      draft.setWindow(p.window, image, result)
    case .conv2dWeightAdjoint(let p):
      (image, result, weight) = (second, first, out)
      draft = self.draft(.conv2dWeightAdjoint, value, reading: given)
      draft.setWindow(p.window, image, result)
    default: preconditionFailure("Only convolutions come here.")
    }
    draft.instruction.n4 = Int64(weight[0])
    draft.operations = 2 * result.count * weight.count / weight[0]
    return draft
  }

  func pooling(_ value: Value) -> Draft {
    let operands = graph[value].operands
    let (first, out) = (graph.shape(operands[0]), graph.shape(value))
    var draft: Draft
    switch graph[value].operation {
    case .poolSelect(let p):
      draft = self.draft(.poolSelect, value)
      draft.setWindow(p.window, first, out)
    case .poolScatter(let p):
      draft = self.draft(.poolScatter, value)
      draft.setWindow(p.window, out, first)
    case .sumPool(let p):
      draft = self.draft(.sumPool, value)
      draft.setWindow(p.window, first, out)
    case .sumPoolAdjoint(let p):
      draft = self.draft(.sumPoolAdjoint, value)
      draft.setWindow(p.window, out, first)
    default: preconditionFailure("Only poolings come here.")
    }
    draft.operations = max(first.count, out.count)
    return draft
  }

  /// Rows of a table, picked or added.
  func rows(_ value: Value) -> Draft {
    let operands = graph[value].operands
    let picked = graph.shape(operands[1]).count
    let table: Shape
    var draft: Draft
    if case .gather = graph[value].operation {
      table = graph.shape(operands[0])
      draft = self.draft(.gatherRows, value)
    } else {
      table = graph.shape(value)
      draft = self.draft(.scatterAddRows, value)
    }
    draft.instruction.n0 = Int64(table[0])
    draft.instruction.n1 = Int64(table.count / table[0])
    draft.instruction.n2 = Int64(picked)
    draft.instruction.detail = graph[operands[1]].element == .real ? 1 : 0
    draft.operations = picked * (table.count / table[0])
    return draft
  }
}

extension Draft {
  /// The fields that two-dimensional windows share.
  mutating func setWindow(_ window: Window2D, _ image: Shape, _ result: Shape) {
    instruction.n0 = Int64(image[0])
    instruction.n1 = Int64(image[1])
    instruction.n2 = Int64(image[2])
    instruction.n3 = Int64(image[3])
    instruction.n5 = Int64(window.kernelHeight)
    instruction.n6 = Int64(window.kernelWidth)
    instruction.n7 = Int64(window.strideHeight)
    instruction.n8 = Int64(window.strideWidth)
    instruction.n9 = Int64(window.paddingTop)
    instruction.n10 = Int64(window.paddingLeft)
    instruction.n11 = Int64(result[2])
    instruction.n12 = Int64(result[3])
  }
}
