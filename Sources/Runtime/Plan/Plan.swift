import TensorGraph

/// Programs that share an arena: resident tensors first, then constants, then the working part, which belongs to
/// whichever program runs.
package struct Plan: Sendable {
  /// The resident tensors.
  package let layout: ResidentLayout
  /// The programs, in the order of their requests.
  package let programs: [Program]
  /// The bytes that belong at `constantsOffset` before any program runs.
  package let constants: [UInt8]
  /// Bytes from the start of the arena.
  package let constantsOffset: Int
  /// The bytes of the whole arena.
  package let arenaBytes: Int

  /// The bytes of scratch that each thread needs.
  package var scratchBytes: Int { programs.map(\.scratchBytes).max() ?? 0 }

  /// Lowers each request to a program.
  ///
  /// The layout must have a slot for every input, parameter and update; nothing about it changes.
  ///
  package init(_ requests: [ProgramRequest], layout: ResidentLayout, tiling: Tiling = .usual) {
    var constants = ConstantPool()
    let assemblies = requests.map { Assembly($0, layout, &constants, tiling: tiling) }
    let working = roundedUp(layout.bytes + constants.bytes.count)
    self.layout = layout
    constantsOffset = layout.bytes
    programs = assemblies.map { $0.program(constantsAt: layout.bytes, workingAt: working, &constants) }
    self.constants = constants.bytes
    arenaBytes = working + (assemblies.map(\.workingBytes).max() ?? 0)
  }

  /// The program of that name; nil if there is none.
  package func program(_ name: String) -> Program? { programs.first { $0.name == name } }
}
