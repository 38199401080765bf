import CPUFeatures
import TensorGraph

/// Turns scheduled steps into drafts of instructions.
struct Lowering {
  let jobs: JobGraph
  let storage: Storage
  let layout: ResidentLayout
  let sheets: SheetPrograms

  var graph: TensorGraph { jobs.graph }
  var precision: Precision { layout.precision }

  /// The instructions of step number `number`.
  func drafts(_ step: Step, number: Int, keeping kept: Set<Value>) -> [Draft] {
    let members = step.jobs.map { jobs.jobs[$0] }
    if let slabs = step.slabs { return [self.slabs(step, slabs, keeping: kept)] }
    if let program = sheets[number] { return [sheet(step.jobs, program)] }
    if let product = step.product { return [self.product(jobs.jobs[product], elementwise(members, kept))] }
    if members[0].isElementwise { return [elementwise(members, kept)] }
    guard let value = members[0].value else { preconditionFailure("Every kernel makes a value.") }
    if let chain = jobs.pooled.chains[value] { return [pooledConvolution(chain)] }
    if let chain = jobs.pooled.chain(ofAdjoint: value, in: graph) { return [pooledAdjoint(value, chain)] }
    let vertex = graph[value]
    switch vertex.operation {
    case .matmul(let product): return [matrixVector(value, product) ?? gemm(value, product)]
    case .sum(let sum): return [reduction(.reduceSum, value, sum.axes)]
    case .max(let max): return [reduction(.reduceMax, value, max.axes)]
    case .argmaxMask(let mask): return [reduction(.argmaxMask, value, mask.axes)]
    case .conv2d, .conv2dInputAdjoint, .conv2dWeightAdjoint: return [convolution(value)]
    case .poolSelect, .poolScatter, .sumPool, .sumPoolAdjoint: return [pooling(value)]
    case .gather, .scatterAdd: return [rows(value)]
    case .permute, .slice, .pad, .concat, .broadcast: return copies(value)
    case .input, .parameter, .constant, .arithmetic, .unary, .reshape, .detach:
      preconditionFailure("\(vertex.operation.primitive.name) has no kernel of its own.")
    }
  }

  /// Where the elements of a value start.
  func reference(_ value: Value) -> Draft.Reference {
    let place = graph.place(value)
    return reference(place)
  }

  func reference(_ place: Place) -> Draft.Reference {
    guard let location = storage.locations[place.base] else {
      preconditionFailure("%\(place.base.index) is read but has no buffer.")
    }
    return Draft.Reference(location: location, bytes: place.offset * graph[place.base].element.bytes(precision))
  }

  /// A draft with result, operands (the vertex's own if none are given) and text filled in.
  func draft(_ opcode: cs_opcode, _ value: Value, reading given: [Value]? = nil) -> Draft {
    var draft = Draft(opcode, precision, vertex: value)
    let operands = given ?? graph[value].operands
    draft.out = reference(value)
    draft.a = operands.first.map { reference($0) }
    draft.b = operands.count > 1 ? reference(operands[1]) : nil
    draft.text = graph.line(value)
    return draft
  }

  func elementwise(_ members: [Job], _ kept: Set<Value>) -> Draft {
    let program = MicroProgram(members, keeping: kept)
    var draft = Draft(.elementwise, precision, vertex: members[members.count - 1].vertex)
    let inputs = program.inputs.map { (source: reference($0.place), inner: $0.inner, mid: $0.mid) }
    var outputs: [(Draft.Reference, register: Int)] = []
    for output in program.outputs {
      let place = destination(output.destination)
      // A value that lives in the slot it updates leaves the step once.
      if !outputs.contains(where: { $0.0 == place }) { outputs.append((place, output.register)) }
    }
    let weight = members.reduce(0) { sum, job in
      if case .map(let operation) = job.work { sum + operation.microWeight } else { sum }
    }
    draft.instruction.n0 = Int64(program.count)
    draft.instruction.n1 = Int64(inputs.count)
    draft.instruction.n2 = Int64(program.operations.count)
    draft.instruction.n3 = Int64(outputs.count)
    draft.instruction.n4 = Int64(program.registers)
    draft.instruction.n5 = Int64(weight)
    draft.table = .elementwise(inputs: inputs, program.operations, outputs: outputs)
    draft.operations = program.count * program.operations.count
    draft.text = ElementwiseText(graph, members, program).text
    return draft
  }

  func destination(_ destination: MicroProgram.Destination) -> Draft.Reference {
    switch destination {
    case .value(let value): return reference(value)
    case .slot(let name):
      guard let slot = layout[name] else { preconditionFailure("The layout has no resident tensor `\(name)`.") }
      return Draft.Reference(location: .resident(slot.offset))
    }
  }
}
