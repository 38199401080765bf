// Programs that are bound once and run often: lists of segments, each an instruction or bound operations.

import CPUFeatures

/// Runs segments in order, on the calling thread.
///
/// - Parameter scratch: the memory that the segments' operations were bound to.
@inline(never)
package func runSegments(
  _ segments: UnsafePointer<cs_segment>, _ count: Int, _ arena: UnsafeMutableRawPointer,
  _ scratch: UnsafeMutableRawPointer
) {
  for n in 0..<count {
    let segment = segments + n
    if let instruction = segment.pointee.instruction {
      let chunks = Int(instruction.pointee.chunks &+ instruction.pointee.finish_chunks)
      for chunk in 0..<chunks { execute(instruction, arena, chunk, scratch) }
    } else {
      switch segment.pointee.type {
      case .float32: Float.runSegment(segment)
      case .float64: Double.runSegment(segment)
      @unknown default: break
      }
    }
  }
}

/// Binds a whole elementwise instruction to an arena and a thread's scratch memory.
///
/// - Parameters:
///   - operations: room for twice the instruction's inputs, operations and outputs.
///   - uniforms: room for a 64-byte vector for each of its inputs and two for each operation; 64-byte aligned.
@inline(never)
package func bindElementwise(
  _ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ scratch: UnsafeMutableRawPointer,
  operations: UnsafeMutablePointer<cs_bound>, uniforms: UnsafeMutableRawPointer
) -> cs_segment {
  switch i.pointee.type {
  case .float32: Float.bindSegment(i, arena, scratch, operations, uniforms)
  case .float64: Double.bindSegment(i, arena, scratch, operations, uniforms)
  @unknown default: cs_segment()
  }
}
