// Comparing the words of cs_instruction.h by their numbers.
//
// The standard library compares imported enumerations through a function that every module would emit under one shared
// name; the linker keeps one of them, compiled for whatever instruction set. These stand before it.

import CPUFeatures

@inline(__always) func == (a: cs_micro, b: cs_micro) -> Bool { a.rawValue == b.rawValue }
@inline(__always) func != (a: cs_micro, b: cs_micro) -> Bool { a.rawValue != b.rawValue }
@inline(__always) func == (a: cs_extent, b: cs_extent) -> Bool { a.rawValue == b.rawValue }
@inline(__always) func != (a: cs_extent, b: cs_extent) -> Bool { a.rawValue != b.rawValue }
@inline(__always) func == (a: cs_sheet_loop, b: cs_sheet_loop) -> Bool { a.rawValue == b.rawValue }
