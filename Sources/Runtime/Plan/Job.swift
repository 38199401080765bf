import TensorGraph

/// The smallest piece of work of a program: one elementwise operation, one copy, or one kernel.
struct Job {
  enum Work: Hashable {
    /// An arithmetic operation or a function, element by element on the operands.
    case map(Operation)
    /// The operand as it is: a broadcast that something needs as a whole, or an update.
    case copy
    /// A vertex with a kernel of its own.
    case kernel
  }

  let work: Work
  /// The value whose buffer this job fills; nil for an update.
  let value: Value?
  /// The resident slot that an update overwrites.
  let slot: String?
  /// Elements computed; elementwise jobs of one step have equally many.
  let count: Int
  /// What an elementwise job reads for each element.
  let operands: [Operand]
  /// The values whose buffers the job reads.
  let reads: [Value]
  /// The vertex to blame for what the job computes.
  let vertex: Value

  var isElementwise: Bool { work != .kernel }
}

/// The jobs of one program, each after the jobs it needs, and what must come before what.
struct JobGraph {
  let graph: TensorGraph
  private(set) var jobs: [Job] = []
  /// The job that fills a value's buffer.
  private(set) var producer: [Value: Int] = [:]
  /// For each job, the jobs that must come after it; ascending, and always of a higher number.
  private(set) var successors: [[Int]] = []
  /// The values that something outside the steps reads: the program's outputs.
  let outputs: Set<Value>
  /// The convolutions that are computed together with what pools them.
  let pooled: PooledConvolutions

  /// - Parameter graph: in the forms that kernels have.
  init(graph: TensorGraph, outputs: [Value], updates: [(slot: String, value: Value)]) {
    self.graph = graph
    self.outputs = Set(outputs.map { graph.place($0).base })
    pooled = PooledConvolutions(graph, needed: self.outputs.union(updates.map { graph.source($0.value) }))
    let wanted = JobGraph.wanted(graph, pooled, outputs: self.outputs, updates: updates.map(\.value))
    for value in graph.values where wanted[value.index] {
      guard let job = JobGraph.job(graph, value, pooled) else { continue }
      producer[value] = jobs.count
      jobs.append(job)
    }
    for update in updates { jobs.append(JobGraph.update(graph, update.slot, update.value)) }
    successors = edges()
  }

  /// The values that need a job or a buffer.
  private static func wanted(
    _ graph: TensorGraph, _ pooled: PooledConvolutions, outputs: Set<Value>, updates: [Value]
  ) -> [Bool] {
    var wanted = [Bool](repeating: false, count: graph.vertices.count)
    for base in outputs { wanted[base.index] = true }
    for value in updates {
      if case .read(let access) = graph.operand(value) { wanted[access.place.base.index] = true }
    }
    for index in wanted.indices.reversed() where wanted[index] {
      for base in job(graph, Value(index: index), pooled)?.reads ?? [] { wanted[base.index] = true }
    }
    return wanted
  }

  /// The job that fills the buffer of a value; nil for sources and constants, which have theirs from the start.
  private static func job(_ graph: TensorGraph, _ value: Value, _ pooled: PooledConvolutions) -> Job? {
    if let job = pooledJob(graph, value, pooled) { return job }
    let vertex = graph[value]
    func elementwise(_ work: Job.Work, _ operands: [Operand]) -> Job {
      Job(
        work: work, value: value, slot: nil, count: vertex.shape.count, operands: operands,
        reads: operands.bases, vertex: value)
    }
    switch vertex.operation {
    case .input, .parameter, .constant: return nil
    case .reshape, .detach: preconditionFailure("An alias has no buffer of its own.")
    case .arithmetic, .unary:
      return elementwise(.map(vertex.operation), vertex.operands.map { graph.operand($0) })
    case .broadcast(let broadcast) where graph.innerExtent(of: broadcast) != nil:
      return elementwise(.copy, [graph.operand(value)])
    default:
      return Job(
        work: .kernel, value: value, slot: nil, count: vertex.shape.count, operands: [],
        reads: vertex.operands.map { graph.place($0).base }, vertex: value)
    }
  }

  private static func update(_ graph: TensorGraph, _ slot: String, _ value: Value) -> Job {
    let operand = graph.operand(value)
    return Job(
      work: .copy, value: nil, slot: slot, count: graph.shape(value).count, operands: [operand],
      reads: [operand].bases, vertex: value)
  }

  /// What is read is computed first; what is overwritten was read before, and every output is known before anything is overwritten:
  /// a run looks at the loss and can still refuse the update.
  private func edges() -> [[Int]] {
    var successors = [[Int]](repeating: [], count: jobs.count)
    let overwriters = jobs.indices.filter { jobs[$0].slot != nil }
    var overwriter: [String: Int] = [:]
    for job in overwriters {
      precondition(overwriter.updateValue(job, forKey: jobs[job].slot ?? "") == nil, "A slot is updated once.")
    }
    for (index, job) in jobs.enumerated() {
      for base in job.reads {
        if let maker = producer[base] { successors[maker].append(index) }
        if let name = graph[base].operation.sourceName, let late = overwriter[name], late != index {
          successors[index].append(late)
        }
      }
    }
    for maker in outputs.compactMap({ producer[$0] }) { successors[maker].append(contentsOf: overwriters) }
    return successors.map { Array(Set($0)).sorted() }
  }

  /// Whether jobs of one step would both give an output and overwrite something.
  func mixesOutputsAndUpdates(_ step: [Int]) -> Bool {
    step.contains { jobs[$0].slot != nil } && step.contains { jobs[$0].value.map(outputs.contains) == true }
  }

  /// The jobs that read the buffer of a value.
  func readers(of value: Value) -> [Int] {
    guard let maker = producer[value] else { return [] }
    return successors[maker].filter { jobs[$0].reads.contains(value) }
  }
}

extension [Operand] {
  /// The values whose buffers are read, each once.
  var bases: [Value] {
    var bases: [Value] = []
    for case .read(let access) in self where !bases.contains(access.place.base) { bases.append(access.place.base) }
    return bases
  }
}
