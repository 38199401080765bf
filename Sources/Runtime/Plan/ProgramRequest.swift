import TensorGraph

/// What a program shall compute: values to read afterwards, and resident tensors to overwrite.
package struct ProgramRequest: Sendable {
  /// The name of the program.
  package let name: String
  /// Holds the values of outputs and updates, and may hold more.
  package let graph: TensorGraph
  /// Values that stand in the arena when the program has run, under names of their own.
  package let outputs: [(name: String, value: Value)]
  /// Resident tensors and what they become. All values are computed from the tensors as they were before.
  package let updates: [(slot: String, value: Value)]

  /// A request; values belong to `graph`, slots to the layout it will be planned with.
  package init(
    name: String, graph: TensorGraph, outputs: [(name: String, value: Value)] = [],
    updates: [(slot: String, value: Value)] = []
  ) {
    self.name = name
    self.graph = graph
    self.outputs = outputs
    self.updates = updates
  }
}
