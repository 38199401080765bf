// Kernels that move values and never change them, but for scatter_add_rows, which adds them up in order.

import CPUFeatures

extension Element where Self: Number, Lanes: Vector, Lanes.Scalar == Self {
  /// Runs one chunk of a fill instruction.
  @inline(__always)
  static func fillChunk(_ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ chunk: Int) {
    let count = Int(i.pointee.n0)
    let chunks = Int(i.pointee.chunks)
    let start = count &* chunk / chunks
    fillRun(arena + Int(i.pointee.out) + start &* size, count &* (chunk &+ 1) / chunks &- start, Self(i.pointee.s0))
  }

  /// Sets `count` elements to `value`.
  @inline(__always)
  static func fillRun(_ to: UnsafeMutableRawPointer, _ count: Int, _ value: Self) {
    let vector = Lanes(repeating: value)
    var at = 0
    while at &+ lanes <= count {
      store(vector, to + at &* size)
      at &+= lanes
    }
    while at < count {
      store(value, to + at &* size)
      at &+= 1
    }
  }

  /// Runs one chunk of a gather_rows instruction: a range of the row numbers.
  @inline(__always)
  static func gatherRowsChunk(_ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ chunk: Int) {
    let rows = Int(i.pointee.n0)
    let width = Int(i.pointee.n1)
    let count = Int(i.pointee.n2)
    let chunks = Int(i.pointee.chunks)
    let source = arena + Int(i.pointee.a)
    let numbers = arena + Int(i.pointee.b)
    let out = arena + Int(i.pointee.out)
    let isReal = i.pointee.detail == 1
    for n in (count &* chunk / chunks)..<(count &* (chunk &+ 1) / chunks) {
      let row = rowNumber(numbers, n, isReal, rows)
      let to = out + n &* width &* size
      if row >= 0 {
        copyBytes(from: source + row &* width &* size, to: to, count: width &* size)
      } else {
        fillRun(to, width, Self.nan)
      }
    }
  }

  /// Row number n, -1 where it is none of `rows` rows.
  @inline(__always)
  static func rowNumber(_ numbers: UnsafeMutableRawPointer, _ n: Int, _ isReal: Bool, _ rows: Int) -> Int {
    if isReal {
      let number = load(numbers + n &* size, Self.self)
      // Not a number is not at least 0.
      return number >= 0 && number < Self(Double(rows)) ? truncated(number) : -1
    }
    let number = Int(load(numbers + n &* 4, Int32.self))
    return number >= 0 && number < rows ? number : -1
  }

  /// Runs one chunk of a scatter_add_rows instruction: a range of the rows of the result; every chunk reads all row
  /// numbers.
  @inline(__always)
  static func scatterAddRowsChunk(_ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ chunk: Int)
  {
    let rows = Int(i.pointee.n0)
    let width = Int(i.pointee.n1)
    let chunks = Int(i.pointee.chunks)
    let source = arena + Int(i.pointee.a)
    let numbers = arena + Int(i.pointee.b)
    let out = arena + Int(i.pointee.out)
    let first = rows &* chunk / chunks
    let end = rows &* (chunk &+ 1) / chunks
    clear(out + first &* width &* size, count: (end &- first) &* width &* size)
    let isReal = i.pointee.detail == 1
    for n in 0..<Int(i.pointee.n2) {
      let row = rowNumber(numbers, n, isReal, rows)
      if row >= first && row < end { addRun(source + n &* width &* size, out + row &* width &* size, width) }
    }
  }

  /// Adds `count` elements to those at `to`.
  @inline(__always)
  static func addRun(_ source: UnsafeMutableRawPointer, _ to: UnsafeMutableRawPointer, _ count: Int) {
    var at = 0
    while at &+ lanes <= count {
      store(load(to + at &* size, Lanes.self) + load(source + at &* size, Lanes.self), to + at &* size)
      at &+= lanes
    }
    while at < count {
      store(load(to + at &* size, Self.self) + load(source + at &* size, Self.self), to + at &* size)
      at &+= 1
    }
  }
}
