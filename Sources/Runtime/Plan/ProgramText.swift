import CPUFeatures

/// The text form of a program: one line per instruction, then one per output. Stable, without addresses, so that equal
/// graphs have equal texts on every machine.
enum ProgramText {
  static func text(_ lines: [(draft: Draft, instruction: cs_instruction)], _ outputs: [Program.Output]) -> String {
    var text = ""
    for (number, line) in lines.enumerated() {
      let chunks = Int(line.instruction.chunks) + Int(line.instruction.finish_chunks)
      text += "\(number) \(line.instruction.opcode.name)"
      if chunks > 1 { text += " in \(chunks)" }
      text += ": \(line.draft.text)\n"
    }
    for output in outputs { text += "output \(output.name) \(output.shape)\n" }
    return text
  }
}

extension cs_opcode {
  /// The word of the text form.
  package var name: String {
    switch self {
    case .elementwise: "elementwise"
    case .gemm: "gemm"
    case .conv2d: "conv2d"
    case .conv2dInputAdjoint: "conv2d_input_adjoint"
    case .conv2dWeightAdjoint: "conv2d_weight_adjoint"
    case .reduceSum: "reduce_sum"
    case .reduceMax: "reduce_max"
    case .argmaxMask: "argmax_mask"
    case .poolSelect: "pool_select"
    case .poolScatter: "pool_scatter"
    case .sumPool: "sum_pool"
    case .sumPoolAdjoint: "sum_pool_adjoint"
    case .copyStrided: "copy_strided"
    case .fill: "fill"
    case .gatherRows: "gather_rows"
    case .scatterAddRows: "scatter_add_rows"
    case .matrixVector: "matrix_vector"
    case .sheet: "sheet"
    case .gemmUpdate: "gemm_update"
    case .slabs: "slabs"
    case .conv2dPool: "conv2d_pool"
    case .conv2dPoolInputAdjoint: "conv2d_pool_input_adjoint"
    case .conv2dPoolWeightAdjoint: "conv2d_pool_weight_adjoint"
    default: "opcode \(rawValue)"
    }
  }
}
