import Dispatch
import Kernels
import Synchronization
import TensorGraph

/// The place of one training among those that are made side by side.
package final class Lane: Sendable {
  private let group: LaneGroup
  private let number: Int
  private let hasLeft = Atomic(false)

  init(_ number: Int, of group: LaneGroup) {
    self.number = number
    self.group = group
  }

  /// See `LaneGroup.update`.
  func update(
    from first: Int, through last: Int, _ watch: inout LossWatch, _ scalars: inout StepScalars, in arena: borrowing Arena
  ) -> Updates {
    group.update(lane: number, from: first, through: last, &watch, &scalars, in: arena)
  }

  /// Says that there will be no more updates; may be said again.
  package func leave() {
    if !hasLeft.exchange(true, ordering: .relaxed) { group.leave() }
  }
}

/// Networks of the same shape that are trained side by side, each in a lane of the vectors.
///
/// Each is trained by a thread of its own, as one alone would be, with its own recordings, snapshots and end. Only the updates are made
/// together: a thread that asks for some waits until all have asked; the one that asks last makes as many as everybody wants. A network
/// that is done leaves. What a network becomes depends neither on the others nor on when they come and go.
final class LaneGroup: Sendable {
  private let state: Mutex<LaneState>
  /// One for each lane: told when its updates are made.
  private let made: [DispatchSemaphore]

  /// - Parameter plan: what all members have.
  init(_ program: InterleavedProgram, of plan: Plan, members: Int, instructionSet: InstructionSet) {
    precondition((1...program.lanes).contains(members), "a group has no more members than lanes")
    state = Mutex(LaneState(program, of: plan, members: members, instructionSet: instructionSet))
    made = (0..<members).map { _ in DispatchSemaphore(value: 0) }
  }

  /// Makes updates from number `first` on, together with those of the others: at least one unless it comes to something that ends them,
  /// at most up to `last`. See `Session.update`.
  func update(
    lane: Int, from first: Int, through last: Int, _ watch: inout LossWatch, _ scalars: inout StepScalars, in arena: borrowing Arena
  ) -> Updates {
    var updates = Updates()
    withUnsafeMutablePointer(to: &watch) { watch in
      withUnsafeMutablePointer(to: &scalars) { scalars in
        withUnsafeMutablePointer(to: &updates) { updates in
          let request = LaneRequest(
            lane: lane, first: first, last: last, watch: watch, scalars: scalars, updates: updates, arena: arena.base)
          let ready = state.withLock { state in
            state.requests[lane] = request
            return state.runIfComplete()
          }
          tell(ready)
          made[lane].wait()
        }
      }
    }
    return updates
  }

  /// Says that a member will ask for no more updates. Said once by each.
  func leave() {
    let ready = state.withLock { state in
      state.members -= 1
      return state.runIfComplete()
    }
    tell(ready)
  }

  private func tell(_ lanes: [Int]) {
    for lane in lanes { made[lane].signal() }
  }
}

/// Updates that a member asks for. Its thread waits while others look at what the pointers point at: only one does at a time.
private struct LaneRequest: BitwiseCopyable, @unchecked Sendable {
  let lane: Int
  let first: Int
  let last: Int
  let watch: UnsafeMutablePointer<LossWatch>
  let scalars: UnsafeMutablePointer<StepScalars>
  let updates: UnsafeMutablePointer<Updates>
  let arena: UnsafeMutableRawPointer

  /// Whether the update that begins with this loss is to be made.
  func accepts(_ loss: Double) -> Bool { updates.pointee.accepts(loss, &watch.pointee) }
}

/// A resident tensor in the arena of a member and in that of the group: where it starts, in bytes, and how many numbers it has.
private struct LaneTensor: BitwiseCopyable {
  let own: Int
  let interleaved: Int
  let count: Int

  init(_ slot: ResidentLayout.Slot, of program: InterleavedProgram, in plan: Plan) {
    guard let own = plan.layout[slot.name], own.shape == slot.shape else {
      preconditionFailure("a member has every resident of its group")
    }
    self.own = own.offset
    interleaved = slot.offset * program.lanes
    count = slot.shape.count
  }
}

/// The memory in which the updates are made, and who waits for some.
private struct LaneState: ~Copyable {
  /// How many may still ask.
  var members: Int
  var requests: [LaneRequest?]
  private let precision: Precision
  /// Where the losses stand.
  private let losses: UnsafeMutableRawPointer
  private let data, scalars, trained: [LaneTensor]
  private let machine: Machine
  private let arena: Arena
  private let memory: BoundPrograms
  private let reading: BoundProgram
  private let writing: BoundProgram
  /// Whether a lane has what training never changes.
  private var hasData: [Bool]

  init(_ program: InterleavedProgram, of plan: Plan, members: Int, instructionSet: InstructionSet) {
    let machine = Machine(instructionSet: instructionSet, threads: 1, scratchBytes: program.scratchBytes)
    let arena = program.makeArena()
    var memory = BoundPrograms()
    reading = memory.bind(program.instructions[..<program.updateStart], on: machine, in: arena)
    writing = memory.bind(program.instructions[program.updateStart...], on: machine, in: arena)
    losses = arena.base + program.lossOffset
    self.memory = memory
    self.machine = machine
    self.arena = arena
    self.members = members
    precision = plan.layout.precision
    data = program.data.map { LaneTensor($0, of: program, in: plan) }
    scalars = program.scalars.map { LaneTensor($0, of: program, in: plan) }
    trained = program.trained.map { LaneTensor($0, of: program, in: plan) }
    requests = [LaneRequest?](repeating: nil, count: members)
    hasData = [Bool](repeating: false, count: members)
  }

  /// Once every member has asked, makes the updates; returns the lanes whose updates are made.
  mutating func runIfComplete() -> [Int] {
    let asked = requests.compactMap { $0 }
    if asked.isEmpty || asked.count < members { return [] }
    run(asked)
    for request in asked { requests[request.lane] = nil }
    return asked.map(\.lane)
  }

  private mutating func run(_ asked: [LaneRequest]) {
    for request in asked {
      request.scalars.pointee.set(request.first)
      if !hasData[request.lane] { gather(data, request) }
      hasData[request.lane] = true
      gather(scalars, request)
      gather(trained, request)
    }
    var going = asked
    let count = going.map { $0.last - $0.first + 1 }.min() ?? 0
    for made in 0..<count {
      for request in going where made > 0 && request.scalars.pointee.set(request.first + made) { gather(scalars, request) }
      machine.run(reading, in: arena)
      going.removeAll { request in
        if request.accepts(precision.read(losses + request.lane * precision.bytes)) { return false }
        scatter(request)
        return true
      }
      if going.isEmpty { break }
      machine.run(writing, in: arena)
      for request in going { request.updates.pointee.count += 1 }
    }
    for request in going { scatter(request) }
  }

  // MARK: Between a member's arena and its lane

  private func gather(_ tensors: [LaneTensor], _ request: LaneRequest) {
    for tensor in tensors {
      copy(
        tensor.count, from: request.arena + tensor.own, stride: precision.bytes, to: place(tensor, request), stride: 64)
    }
  }

  private func scatter(_ request: LaneRequest) {
    for tensor in trained {
      copy(
        tensor.count, from: place(tensor, request), stride: 64, to: request.arena + tensor.own, stride: precision.bytes)
    }
  }

  private func place(_ tensor: LaneTensor, _ request: LaneRequest) -> UnsafeMutableRawPointer {
    arena.base + tensor.interleaved + request.lane * precision.bytes
  }

  private func copy(
    _ count: Int, from source: UnsafeMutableRawPointer, stride: Int, to target: UnsafeMutableRawPointer, stride targetStride: Int
  ) {
    for element in 0..<count {
      (target + element * targetStride).copyMemory(from: source + element * stride, byteCount: precision.bytes)
    }
  }
}
