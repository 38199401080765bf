/// The closed set of primitives, each with its attributes.
package enum Operation: Hashable, Sendable {
  case input(Input)
  case parameter(Parameter)
  case constant(Constant)
  case arithmetic(Arithmetic)
  case unary(Unary)
  case matmul(MatMul)
  case sum(Sum)
  case max(Max)
  case argmaxMask(ArgmaxMask)
  case broadcast(Broadcast)
  case reshape(Reshape)
  case permute(Permute)
  case slice(Slice)
  case pad(Pad)
  case concat(Concat)
  case detach(Detach)
  case conv2d(Conv2D)
  case conv2dInputAdjoint(Conv2DInputAdjoint)
  case conv2dWeightAdjoint(Conv2DWeightAdjoint)
  case poolSelect(PoolSelect)
  case poolScatter(PoolScatter)
  case sumPool(SumPool)
  case sumPoolAdjoint(SumPoolAdjoint)
  case gather(Gather)
  case scatterAdd(ScatterAdd)

  /// The rules of this operation.
  package var primitive: any Primitive {
    switch self {
    case .input(let p): p
    case .parameter(let p): p
    case .constant(let p): p
    case .arithmetic(let p): p
    case .unary(let p): p
    case .matmul(let p): p
    case .sum(let p): p
    case .max(let p): p
    case .argmaxMask(let p): p
    case .broadcast(let p): p
    case .reshape(let p): p
    case .permute(let p): p
    case .slice(let p): p
    case .pad(let p): p
    case .concat(let p): p
    case .detach(let p): p
    case .conv2d(let p): p
    case .conv2dInputAdjoint(let p): p
    case .conv2dWeightAdjoint(let p): p
    case .poolSelect(let p): p
    case .poolScatter(let p): p
    case .sumPool(let p): p
    case .sumPoolAdjoint(let p): p
    case .gather(let p): p
    case .scatterAdd(let p): p
    }
  }
}
