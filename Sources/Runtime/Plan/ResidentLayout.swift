import TensorGraph

/// The named tensors that live from run to run, and where they lie: parameters, optimizer state, data, batches,
/// scalars. Several programs share one layout, so what one writes the next one reads.
///
/// Slots start at offset 0 of the arena, each on a multiple of 64 bytes, in the order they were added.
package struct ResidentLayout: Sendable {
  /// One tensor and its place.
  package struct Slot: Hashable, Sendable {
    /// The name under which graphs know it.
    package let name: String
    /// The shape of the tensor.
    package let shape: Shape
    /// Numbers, or row numbers.
    package let element: Element
    /// Bytes from the arena's start.
    package let offset: Int
    /// The bytes of its elements.
    package let bytes: Int
  }

  /// The width of every number.
  package let precision: Precision
  /// The slots in the order they were added.
  package private(set) var slots: [Slot] = []
  private var places: [String: Int] = [:]

  /// A layout without slots.
  package init(precision: Precision) { self.precision = precision }

  /// The bytes that all slots take together.
  package var bytes: Int { slots.last.map { roundedUp($0.offset + $0.bytes) } ?? 0 }

  /// The slot of that name; nil if there is none.
  package subscript(_ name: String) -> Slot? { places[name].map { slots[$0] } }

  /// Adds a slot. One name stands for one slot: adding it again with the same shape returns the slot that is there.
  @discardableResult
  package mutating func add(_ name: String, _ shape: Shape, _ element: Element = .real) -> Slot {
    if let known = self[name] {
      precondition(
        known.shape == shape && known.element == element,
        "The resident tensor `\(name)` has shape \(known.shape), not \(shape).")
      return known
    }
    let slot = Slot(
      name: name, shape: shape, element: element, offset: bytes, bytes: shape.count * element.bytes(precision))
    places[name] = slots.count
    slots.append(slot)
    return slot
  }

  /// Adds a slot for every input and parameter of a graph that has none.
  package mutating func addSources(of graph: TensorGraph) {
    for vertex in graph.vertices {
      if let name = vertex.operation.sourceName { add(name, vertex.shape, vertex.element) }
    }
  }
}

/// The next multiple of 64, the length of a cache line and of the widest vector.
func roundedUp(_ bytes: Int) -> Int { (bytes + 63) & ~63 }
