extension Operation {
  /// One application of every primitive, in the order of the documents: for generated text and for laws over all.
  package static let catalogue: [Operation] = {
    let window = Window2D(kernel: 2)
    let sources: [Operation] = [
      .input(Input(label: "x", size: [], element: .real)),
      .parameter(Parameter(label: "w", size: [])),
      .constant(Constant(values: [1], size: [])),
    ]
    let elementwise: [Operation] = Arithmetic.allCases.map { .arithmetic($0) } + Unary.allCases.map { .unary($0) }
    let reductions: [Operation] = [
      .matmul(MatMul(transposeA: false, transposeB: false)),
      .sum(Sum(axes: [0])), .max(Max(axes: [0])), .argmaxMask(ArgmaxMask(axes: [0])),
    ]
    let layout: [Operation] = [
      .broadcast(Broadcast(size: [1], newAxes: [0])), .reshape(Reshape(size: [])), .permute(Permute(order: [])),
      .slice(Slice(lower: [], upper: [])), .pad(Pad(low: [], high: [])), .concat(Concat(axis: 0)), .detach(Detach()),
    ]
    let windows: [Operation] = [
      .conv2d(Conv2D(window: window)),
      .conv2dInputAdjoint(Conv2DInputAdjoint(window: window, size: [])),
      .conv2dWeightAdjoint(Conv2DWeightAdjoint(window: window, size: [])),
      .poolSelect(PoolSelect(window: window)), .poolScatter(PoolScatter(window: window)),
      .sumPool(SumPool(window: window)), .sumPoolAdjoint(SumPoolAdjoint(window: window, size: [])),
    ]
    return sources + elementwise + reductions + layout + windows + [
      .gather(Gather(numbers: .index)), .scatterAdd(ScatterAdd(rows: 1, numbers: .index)),
    ]
  }()
}
