import CPUFeatures
import TensorGraph

/// A tensor program as the interpreter runs it: flat instructions over one arena.
///
/// Running the instructions in order computes everything; none allocates. All offsets count from the arena's start.
package struct Program: Sendable {
  /// A value to read after a run.
  package struct Output: Hashable, Sendable {
    /// The name asked for.
    package let name: String
    /// The shape of the value.
    package let shape: Shape
    /// What its elements are.
    package let element: Element
    /// Bytes from the arena's start.
    package let offset: Int
  }

  /// A piece of the arena's working part, and the instructions during which it is in use, first and last included.
  package struct Extent: Hashable, Sendable {
    /// Bytes from the start of the arena.
    package let offset: Int
    /// The bytes in use.
    package let bytes: Int
    /// The first instruction that uses it.
    package let first: Int
    /// `Int.max` for outputs, which stay until the next run.
    package let last: Int
  }

  /// The name of the program.
  package let name: String
  /// What to run, in order.
  package let instructions: [cs_instruction]
  /// What to read afterwards.
  package let outputs: [Output]
  /// The graph the instructions come from: an instruction's `vertex` is a number in it.
  package let graph: TensorGraph
  /// The pieces of the working part, for the record of memory and its tests.
  package let extents: [Extent]
  /// The bytes of scratch that each thread needs.
  package let scratchBytes: Int
  /// Additions, multiplications and function values of one run, each counted once.
  package let operations: Int
  /// One line per instruction.
  package let text: String

  /// The output of that name; nil if there is none.
  package func output(_ name: String) -> Output? { outputs.first { $0.name == name } }
}
