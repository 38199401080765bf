// copy_strided: permutations, slices, concatenations, paddings and broadcasts that are not fused elsewhere.
//
// Axes are merged and ordered so that the destination is written along its smallest stride. Then three loops:
// contiguous rows, 8 × 8 transposes where the source is contiguous along another axis, and single elements.

import CPUFeatures

/// One axis of a copy; strides are bytes.
struct CopyAxis {
  var size: Int
  var source: Int
  var destination: Int
}

/// At most six axes, outermost first.
struct CopyAxes {
  var count = 0
  private var a0 = CopyAxis(size: 1, source: 0, destination: 0)
  private var a1 = CopyAxis(size: 1, source: 0, destination: 0)
  private var a2 = CopyAxis(size: 1, source: 0, destination: 0)
  private var a3 = CopyAxis(size: 1, source: 0, destination: 0)
  private var a4 = CopyAxis(size: 1, source: 0, destination: 0)
  private var a5 = CopyAxis(size: 1, source: 0, destination: 0)

  @inline(__always)
  subscript(n: Int) -> CopyAxis {
    get {
      switch n {
      case 0: a0
      case 1: a1
      case 2: a2
      case 3: a3
      case 4: a4
      default: a5
      }
    }
    set {
      switch n {
      case 0: a0 = newValue
      case 1: a1 = newValue
      case 2: a2 = newValue
      case 3: a3 = newValue
      case 4: a4 = newValue
      default: a5 = newValue
      }
    }
  }

  /// The axes of a table, without those of size 1, the destination's strides descending, neighbours that form one
  /// axis merged.
  @inline(never)
  init(_ table: UnsafeRawPointer, rank: Int, elementSize: Int) {
    for n in 0..<rank {
      let size = Int(load(table + n &* 8, Int64.self))
      if size == 1 { continue }
      let axis = CopyAxis(
        size: size, source: Int(load(table + 48 + n &* 8, Int64.self)) &* elementSize,
        destination: Int(load(table + 96 + n &* 8, Int64.self)) &* elementSize)
      var place = count
      while place > 0 && self[place &- 1].destination < axis.destination {
        self[place] = self[place &- 1]
        place &-= 1
      }
      self[place] = axis
      count &+= 1
    }
    merge()
  }

  private mutating func merge() {
    var n = 0
    while n &+ 1 < count {
      let outer = self[n]
      let inner = self[n &+ 1]
      if outer.source == inner.source &* inner.size && outer.destination == inner.destination &* inner.size {
        self[n] = CopyAxis(size: outer.size &* inner.size, source: inner.source, destination: inner.destination)
        for later in (n &+ 1)..<(count &- 1) { self[later] = self[later &+ 1] }
        count &-= 1
        n = max(0, n &- 1)
      } else {
        n &+= 1
      }
    }
  }

  /// Takes an axis out.
  mutating func remove(_ n: Int) -> CopyAxis {
    let axis = self[n]
    for later in n..<(count &- 1) { self[later] = self[later &+ 1] }
    count &-= 1
    return axis
  }
}

extension Element
where
  Self: Number, Eight: Vector, Eight.Scalar == Self, Tile: Vector, Tile.Scalar == Self, Lanes: Vector,
  Lanes.Scalar == Self
{
  /// Runs one chunk of a copy_strided instruction: a range of the outer indices.
  @inline(__always)
  static func copyStridedChunk(_ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ chunk: Int) {
    if i.pointee.n1 == 0 { return }
    var axes = CopyAxes(arena + Int(i.pointee.table), rank: Int(i.pointee.n0), elementSize: size)
    let one = CopyAxis(size: 1, source: 0, destination: size)
    let row = axes.count > 0 ? axes.remove(axes.count &- 1) : one
    var across = CopyAxis(size: 1, source: 0, destination: 0)
    if row.source != size && row.destination == size {
      for n in 0..<axes.count where axes[n].source == size {
        across = axes.remove(n)
        break
      }
    }
    var outer = 1
    for n in 0..<axes.count { outer &*= axes[n].size }
    let chunks = Int(i.pointee.chunks)
    for index in (outer &* chunk / chunks)..<(outer &* (chunk &+ 1) / chunks) {
      var left = index
      var source = arena + Int(i.pointee.a)
      var destination = arena + Int(i.pointee.out)
      var n = axes.count &- 1
      while n >= 0 {
        let axis = axes[n]
        source += left % axis.size &* axis.source
        destination += left % axis.size &* axis.destination
        left /= axis.size
        n &-= 1
      }
      if across.size > 1 {
        copyTransposed(source, destination, row: row, across: across)
      } else {
        copyRow(source, destination, row)
      }
    }
  }

  @inline(__always)
  private static func copyRow(_ source: UnsafeMutableRawPointer, _ to: UnsafeMutableRawPointer, _ row: CopyAxis) {
    if row.source == size && row.destination == size {
      copyBytes(from: source, to: to, count: row.size &* size)
    } else if row.source == 0 && row.destination == size {
      fillRun(to, row.size, load(source, Self.self))
    } else {
      for n in 0..<row.size { store(load(source + n &* row.source, Self.self), to + n &* row.destination) }
    }
  }

  /// to[c][r] = source[r][c]: the source is contiguous along `across`, the destination along `row`.
  @inline(__always)
  private static func copyTransposed(
    _ source: UnsafeMutableRawPointer, _ to: UnsafeMutableRawPointer, row: CopyAxis, across: CopyAxis
  ) {
    var r = 0
    while r &+ 8 <= row.size {
      var c = 0
      while c < across.size {
        transposePart(
          source + r &* row.source + c &* size, row.source, rows: 8, to + c &* across.destination + r &* size,
          across.destination, count: min(8, across.size &- c))
        c &+= 8
      }
      r &+= 8
    }
    while r < row.size {
      for c in 0..<across.size {
        store(load(source + r &* row.source + c &* size, Self.self), to + c &* across.destination + r &* size)
      }
      r &+= 1
    }
  }
}
