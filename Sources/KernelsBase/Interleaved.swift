// Products and sums of several tensors at once that lie interleaved: element e of tensor number l stands at
// e · lanes + l, so that a vector holds the same element of all of them.
//
// Goals, in order: for each tensor the order of operations, and so the bits, that the instruction has by itself; vectors
// that are always full, however small the tensors are. What an instruction does element by element, or along whole rows,
// needs no kernel of its own: it is the same instruction with longer rows.

import CPUFeatures

extension Element where Self: Number, Lanes: Vector, Lanes.Scalar == Self {
  /// Runs an instruction over interleaved tensors, whole.
  ///
  /// - Parameter scratch: room for CS_SUM_LANES vectors.
  @inline(__always)
  static func runInterleaved(
    _ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ scratch: UnsafeMutableRawPointer
  ) {
    switch i.pointee.opcode {
    case .interleavedGemm: interleavedProducts(i, arena)
    case .interleavedMatrixVector: interleavedDots(i, arena, scratch)
    case .interleavedSum: interleavedSums(i, arena, scratch)
    default: break
    }
  }

  // MARK: Matrix products

  @inline(__always)
  private static func interleavedProducts(_ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer) {
    let (m, n) = (Int(i.pointee.n0), Int(i.pointee.n1))
    let (rowA, depthA) = i.pointee.n4 != 0 ? (64, Int(i.pointee.n6) &* 64) : (Int(i.pointee.n6) &* 64, 64)
    let (depthB, columnB) = i.pointee.n5 != 0 ? (64, Int(i.pointee.n7) &* 64) : (Int(i.pointee.n7) &* 64, 64)
    let rowOut = Int(i.pointee.n8) &* 64
    for g in 0..<Int(i.pointee.n3) {
      let p = InterleavedProduct(
        a: arena + Int(i.pointee.a) + g &* Int(i.pointee.n9) &* 64, b: arena + Int(i.pointee.b) + g &* Int(i.pointee.n10) &* 64,
        depth: Int(i.pointee.n2), rowA: rowA, depthA: depthA, depthB: depthB, columnB: columnB)
      let out = arena + Int(i.pointee.out) + g &* Int(i.pointee.n11) &* 64
      for r in 0..<m {
        let row = out + r &* rowOut
        var c = 0
        while c < n {
          if n &- c >= 4 {
            strands(p, row: r, column: c, together: 4, row + c &* 64)
            c &+= 4
          } else {
            strands(p, row: r, column: c, together: 1, row + c &* 64)
            c &+= 1
          }
        }
      }
    }
  }

  /// The elements of one column, or of four neighbouring ones, whose chains run side by side.
  ///
  /// - Order: that of gemm.
  @inline(__always)
  private static func strands(
    _ p: InterleavedProduct, row: Int, column: Int, together columns: Int, _ out: UnsafeMutableRawPointer
  ) {
    var a = p.a + row &* p.rowA
    var b0 = p.b + column &* p.columnB
    var (b1, b2, b3) = (b0 + p.columnB, b0 + 2 &* p.columnB, b0 + 3 &* p.columnB)
    var first = 0
    repeat {
      let end = min(first &+ Int(CS_PRODUCT_CHUNK), p.depth)
      var (s0, s1, s2, s3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
      for _ in first..<end {
        let x = load(a, Lanes.self)
        s0 = multiplyAdd(x, load(b0, Lanes.self), s0)
        a += p.depthA
        b0 += p.depthB
        if columns > 1 {
          s1 = multiplyAdd(x, load(b1, Lanes.self), s1)
          s2 = multiplyAdd(x, load(b2, Lanes.self), s2)
          s3 = multiplyAdd(x, load(b3, Lanes.self), s3)
          b1 += p.depthB
          b2 += p.depthB
          b3 += p.depthB
        }
      }
      let adds = first > 0
      store(adds ? load(out, Lanes.self) + s0 : s0, out)
      if columns > 1 {
        store(adds ? load(out + 64, Lanes.self) + s1 : s1, out + 64)
        store(adds ? load(out + 128, Lanes.self) + s2 : s2, out + 128)
        store(adds ? load(out + 192, Lanes.self) + s3 : s3, out + 192)
      }
      first = end
    } while first < p.depth
  }

  // MARK: Sums in virtual lanes

  /// The dot products of rows with a vector.
  ///
  /// - Order: that of matrix_vector.
  @inline(__always)
  private static func interleavedDots(
    _ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ scratch: UnsafeMutableRawPointer
  ) {
    let length = Int(i.pointee.n1)
    let blocks = DotBlocks(length: length)
    let vector = arena + Int(i.pointee.b)
    if (1...32).contains(length) {
      shortDots(
        arena + Int(i.pointee.a), vector, rows: Int(i.pointee.n0), length: length, stride: Int(i.pointee.n6) &* 64, scratch,
        arena + Int(i.pointee.out))
      return
    }
    for row in 0..<Int(i.pointee.n0) {
      let matrix = arena + Int(i.pointee.a) + row &* Int(i.pointee.n6) &* 64
      var (total, group) = (Lanes.zero, Lanes.zero)
      for block in 0..<blocks.count {
        let first = block &* Int(CS_DOT_BLOCK)
        let count = min(Int(CS_DOT_BLOCK), length &- first)
        fill(scratch, count) { k, before in
          multiplyAdd(load(matrix + (first &+ k) &* 64, Lanes.self), load(vector + (first &+ k) &* 64, Lanes.self), before)
        }
        // The last vector of 64 bytes of a single row is filled up with zeros, whose products turn -0 into +0.
        let filled = (count &+ lanes &- 1) / lanes &* lanes
        for k in count..<(count > Int(CS_SUM_LANES) ? filled : count) {
          let lane = scratch + (k & (Int(CS_SUM_LANES) &- 1)) &* 64
          store(load(lane, Lanes.self) + Lanes.zero, lane)
        }
        let sum = combined(scratch, min(count, Int(CS_SUM_LANES)))
        group = block % blocks.perGroup == 0 ? sum : group + sum
        if block % blocks.perGroup == blocks.perGroup &- 1 || block == blocks.count &- 1 {
          total = block < blocks.perGroup ? group : total + group
        }
      }
      store(total, arena + Int(i.pointee.out) + row &* 64)
    }
  }

  /// The dot products of rows of at most 32 elements, each in a virtual lane of its own. Two quarters of these are +0.
  @inline(__always)
  private static func shortDots(
    _ matrix: UnsafeMutableRawPointer, _ vector: UnsafeMutableRawPointer, rows: Int, length: Int, stride: Int,
    _ scratch: UnsafeMutableRawPointer, _ out: UnsafeMutableRawPointer
  ) {
    var row = 0
    while row < rows {
      let (from, to) = (matrix + row &* stride, out + row &* 64)
      if rows &- row >= 4 {
        shortDots(from, vector, together: 4, length: length, stride: stride, scratch, to)
        row &+= 4
      } else {
        shortDots(from, vector, together: 1, length: length, stride: stride, scratch, to)
        row &+= 1
      }
    }
  }

  /// Some rows, whose sums go on side by side: sum k of row r is vector rows · k + r of the scratch memory.
  @inline(__always)
  private static func shortDots(
    _ matrix: UnsafeMutableRawPointer, _ vector: UnsafeMutableRawPointer, together rows: Int, length: Int, stride: Int,
    _ scratch: UnsafeMutableRawPointer, _ out: UnsafeMutableRawPointer
  ) {
    let width = min(length, 16)
    let pairs = max(0, length &- 16)
    for k in 0..<pairs {
      let (x, sums) = (matrix + k &* 64, scratch + k &* rows &* 64)
      let (y, other) = (load(vector + k &* 64, Lanes.self), load(vector + (k &+ 16) &* 64, Lanes.self))
      for r in 0..<rows {
        let product = multiplyAdd(load(x + r &* stride, Lanes.self), y, Lanes.zero)
        let second = multiplyAdd(load(x + 1024 + r &* stride, Lanes.self), other, Lanes.zero)
        store((product + second) + Lanes.zero, sums + r &* 64)
      }
    }
    for k in pairs..<width {
      let (x, sums) = (matrix + k &* 64, scratch + k &* rows &* 64)
      let y = load(vector + k &* 64, Lanes.self)
      for r in 0..<rows { store(multiplyAdd(load(x + r &* stride, Lanes.self), y, Lanes.zero) + Lanes.zero, sums + r &* 64) }
    }
    addHalves(scratch, count: width, together: rows)
    for r in 0..<rows { store(load(scratch + r &* 64, Lanes.self), out + r &* 64) }
  }

  /// Adds up `count` ≤ 16 sums by halves: what is missing is +0, and none is -0. Sum k of row r is vector rows · k + r; the rows' totals
  /// come to lie at their beginning.
  @inline(__always)
  private static func addHalves(_ sums: UnsafeMutableRawPointer, count: Int, together rows: Int) {
    let step = rows &* 64
    var (width, half) = (count, 8)
    while half > 0 {
      for k in 0..<max(0, width &- half) {
        let (lower, upper) = (sums + k &* step, sums + (k &+ half) &* step)
        for r in 0..<rows {
          store(load(lower + r &* 64, Lanes.self) + load(upper + r &* 64, Lanes.self), lower + r &* 64)
        }
      }
      width = min(width, half)
      half /= 2
    }
  }

  /// The sums of rows.
  ///
  /// - Order: that of reduce_sum with inner == 1.
  @inline(__always)
  private static func interleavedSums(
    _ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ scratch: UnsafeMutableRawPointer
  ) {
    let length = Int(i.pointee.n1)
    for row in 0..<Int(i.pointee.n0) {
      let source = arena + Int(i.pointee.a) + row &* length &* 64
      var total = Lanes.zero
      var first = 0
      while first < length {
        let count = min(Int(CS_SUM_BLOCK), length &- first)
        fill(scratch, count) { k, before in before + load(source + (first &+ k) &* 64, Lanes.self) }
        let sum = combined(scratch, min(count, Int(CS_SUM_LANES)))
        total = first == 0 ? sum : total + sum
        first &+= count
      }
      store(total, arena + Int(i.pointee.out) + row &* 64)
    }
  }

  /// Passes `count` elements of a block through the virtual lanes, each of which starts from +0.
  @inline(__always)
  private static func fill(_ virtual: UnsafeMutableRawPointer, _ count: Int, _ next: (_ k: Int, _ before: Lanes) -> Lanes) {
    for k in 0..<count {
      let lane = virtual + (k & (Int(CS_SUM_LANES) &- 1)) &* 64
      store(next(k, k < Int(CS_SUM_LANES) ? Lanes.zero : load(lane, Lanes.self)), lane)
    }
  }

  /// The first `count` virtual lanes as one sum; the others are +0. The lanes are overwritten.
  ///
  /// - Order: quarters in pairs, then halves, as `SumLanes` has them. Adding +0 turns -0 into +0 and changes nothing else: it is done
  ///   once, and then no longer, since what has been added to +0, or added up of such, is never -0.
  @inline(__always)
  private static func combined(_ lanes: UnsafeMutableRawPointer, _ count: Int) -> Lanes {
    @inline(__always) func lane(_ k: Int) -> Lanes { k < count ? load(lanes + k &* 64, Lanes.self) : Lanes.zero }
    let width = min(count, 16)
    for k in 0..<width {
      let lower = lane(k) + lane(k &+ 16)
      store(count > 32 ? lower + (lane(k &+ 32) + lane(k &+ 48)) : lower + Lanes.zero, lanes + k &* 64)
    }
    addHalves(lanes, count: width, together: 1)
    return count > 0 ? load(lanes, Lanes.self) : Lanes.zero
  }
}

/// Where the operands of interleaved matrix products lie; strides are bytes.
private struct InterleavedProduct {
  let a, b: UnsafeMutableRawPointer
  let depth: Int
  let rowA, depthA, depthB, columnB: Int
}

extension Float {
  @inline(never)
  static func interleaved(
    _ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ scratch: UnsafeMutableRawPointer
  ) {
    runInterleaved(i, arena, scratch)
  }
}

extension Double {
  @inline(never)
  static func interleaved(
    _ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ scratch: UnsafeMutableRawPointer
  ) {
    runInterleaved(i, arena, scratch)
  }
}
