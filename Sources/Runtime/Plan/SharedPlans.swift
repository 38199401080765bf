import Synchronization
import TensorGraph

/// A plan, and a number that only those have who were given the same one.
struct SharedPlan: Sendable {
  let plan: Plan
  let number: Int
}

/// Plans that several experiments have in common: points of a sweep that differ in seeds, learning rates or the spread of their initial
/// parameters compute the same graphs.
///
/// A plan says nothing of values that are given at a step, and what it is made of is compared whole, down to the bits of constants and the
/// places in the spec that errors point at: sharing changes no result and no message.
package final class SharedPlans: Sendable {
  private struct Entry: Sendable {
    let requests: [ProgramRequest]
    let slots: [ResidentLayout.Slot]
    let plan: SharedPlan
  }

  /// Plans that are kept; the one that was not asked for longest goes first.
  private static let capacity = 8
  /// Last asked for, last.
  private let entries = Mutex<[Entry]>([])
  private let made = Atomic(0)

  package init() {}

  /// How many plans are kept.
  package var count: Int { entries.withLock(\.count) }

  /// The plan of these requests, from before if there is one. Two threads that ask for the same at once may both make it.
  func plan(_ requests: [ProgramRequest], layout: ResidentLayout) -> SharedPlan {
    if let known = known(requests, layout) { return known }
    let plan = SharedPlan(plan: Plan(requests, layout: layout), number: made.add(1, ordering: .relaxed).newValue)
    entries.withLock { entries in
      if entries.count == Self.capacity { entries.removeFirst() }
      entries.append(Entry(requests: requests, slots: layout.slots, plan: plan))
    }
    return plan
  }

  private func known(_ requests: [ProgramRequest], _ layout: ResidentLayout) -> SharedPlan? {
    entries.withLock { entries in
      let place = entries.lastIndex { entry in
        entry.plan.plan.layout.precision == layout.precision && entry.slots == layout.slots && entry.requests.count == requests.count
          && zip(entry.requests, requests).allSatisfy { $0.isSame(as: $1) }
      }
      guard let place else { return nil }
      let entry = entries.remove(at: place)
      entries.append(entry)
      return entry.plan
    }
  }
}

extension ProgramRequest {
  /// Whether another request is planned to the same program.
  fileprivate func isSame(as other: ProgramRequest) -> Bool {
    name == other.name && outputs.elementsEqual(other.outputs, by: ==) && updates.elementsEqual(other.updates, by: ==)
      && graph.vertices.elementsEqual(other.graph.vertices) { $0.isSame(as: $1) }
  }
}

extension Vertex {
  /// Whether another vertex is equal to the last bit: zeros of both signs are equal numbers, and different constants.
  fileprivate func isSame(as other: Vertex) -> Bool {
    guard self == other else { return false }
    guard case .constant(let a) = operation, case .constant(let b) = other.operation else { return true }
    return a.values.elementsEqual(b.values) { $0.bitPattern == $1.bitPattern }
  }
}
