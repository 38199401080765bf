// Dot products in the canonical order of the contract: blocks of CS_DOT_BLOCK elements run through 64 virtual lanes of
// fused multiply-adds, which are combined by a fixed tree; blocks are added within groups, then groups, in order.

import CPUFeatures

/// The blocks of a dot product, and how many make a group.
struct DotBlocks {
  /// Blocks in all.
  let count: Int
  /// Blocks in one group.
  let perGroup: Int

  /// The blocks of `length` elements.
  @inline(__always)
  init(length: Int) {
    count = (length &+ Int(CS_DOT_BLOCK) &- 1) / Int(CS_DOT_BLOCK)
    perGroup = max(1, (count &+ Int(CS_DOT_GROUPS) &- 1) / Int(CS_DOT_GROUPS))
  }

  /// Groups in all.
  @inline(__always) var groups: Int { (count &+ perGroup &- 1) / perGroup }
}

/// The 64 virtual lanes of a dot product as vectors: four of float, eight of double.
struct DotLanes<T: Element> where T: Number, T.Lanes: Vector, T.Lanes.Scalar == T {
  var v0 = T.Lanes.zero
  var v1 = T.Lanes.zero
  var v2 = T.Lanes.zero
  var v3 = T.Lanes.zero
  var v4 = T.Lanes.zero
  var v5 = T.Lanes.zero
  var v6 = T.Lanes.zero
  var v7 = T.Lanes.zero

  /// Vectors that make 64 lanes.
  @inline(__always) static var vectors: Int { Int(CS_SUM_LANES) / T.lanes }

  /// Adds a · b to vector number `index`.
  @inline(__always)
  mutating func add(_ a: T.Lanes, _ b: T.Lanes, at index: Int) {
    switch index {
    case 0: v0 = T.multiplyAdd(a, b, v0)
    case 1: v1 = T.multiplyAdd(a, b, v1)
    case 2: v2 = T.multiplyAdd(a, b, v2)
    case 3: v3 = T.multiplyAdd(a, b, v3)
    case 4: v4 = T.multiplyAdd(a, b, v4)
    case 5: v5 = T.multiplyAdd(a, b, v5)
    case 6: v6 = T.multiplyAdd(a, b, v6)
    default: v7 = T.multiplyAdd(a, b, v7)
    }
  }

  /// Adds 64 products.
  @inline(__always)
  mutating func addAll(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer) {
    v0 = T.multiplyAdd(load(a, T.Lanes.self), load(b, T.Lanes.self), v0)
    v1 = T.multiplyAdd(load(a + 64, T.Lanes.self), load(b + 64, T.Lanes.self), v1)
    v2 = T.multiplyAdd(load(a + 128, T.Lanes.self), load(b + 128, T.Lanes.self), v2)
    v3 = T.multiplyAdd(load(a + 192, T.Lanes.self), load(b + 192, T.Lanes.self), v3)
    if Self.vectors > 4 {
      v4 = T.multiplyAdd(load(a + 256, T.Lanes.self), load(b + 256, T.Lanes.self), v4)
      v5 = T.multiplyAdd(load(a + 320, T.Lanes.self), load(b + 320, T.Lanes.self), v5)
      v6 = T.multiplyAdd(load(a + 384, T.Lanes.self), load(b + 384, T.Lanes.self), v6)
      v7 = T.multiplyAdd(load(a + 448, T.Lanes.self), load(b + 448, T.Lanes.self), v7)
    }
  }
}

extension DotLanes {
  /// The lanes as one vector: quarters (of one vector or two) in pairs; two vectors are halves.
  @inline(__always)
  var folded: T.Lanes {
    if Self.vectors == 4 { return (v0 + v1) + (v2 + v3) }
    return ((v0 + v2) + (v4 + v6)) + ((v1 + v3) + (v5 + v7))
  }

  /// The lanes' sum.
  @inline(__always)
  func total() -> T { T.halvingSum(folded) }
}

extension Element where Self: Number, Lanes: Vector, Lanes.Scalar == Self {
  /// The lanes 0 ..< `count` of `x`, and +0 in the others.
  @inline(__always)
  static func first(_ count: Int, of x: Lanes, _ numbers: Lanes) -> Lanes {
    choose(isLess(numbers, Lanes(repeating: Self(count))), x, Lanes.zero)
  }

  /// The lanes' own numbers: 0, 1, 2 …
  @inline(__always)
  static var laneNumbers: Lanes {
    var numbers = Lanes.zero
    for lane in 0..<lanes { numbers[lane] = Self(lane) }
    return numbers
  }

  /// The products of one block, `count` ≤ CS_DOT_BLOCK elements, summed in lanes. It may read up to 64 bytes past
  /// the end of both.
  @inline(__always)
  static func dotBlock(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, count: Int, _ numbers: Lanes) -> DotLanes<Self> {
    var sums = DotLanes<Self>()
    var at = 0
    while at &+ Int(CS_SUM_LANES) <= count {
      sums.addAll(a + at &* size, b + at &* size)
      at &+= Int(CS_SUM_LANES)
    }
    var index = 0
    while at &+ lanes <= count {
      sums.add(load(a + at &* size, Lanes.self), load(b + at &* size, Lanes.self), at: index)
      at &+= lanes
      index &+= 1
    }
    if at < count {
      let rest = count &- at
      sums.add(
        first(rest, of: load(a + at &* size, Lanes.self), numbers),
        first(rest, of: load(b + at &* size, Lanes.self), numbers), at: index)
    }
    return sums
  }

  /// Runs one chunk of a matrix_vector instruction: a range of rows.
  @inline(__always)
  static func matrixVectorChunk(_ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ chunk: Int) {
    let rows = Int(i.pointee.n0)
    let length = Int(i.pointee.n1)
    let chunks = Int(i.pointee.chunks)
    let stride = Int(i.pointee.n6) &* size
    let vector = UnsafeRawPointer(arena + Int(i.pointee.b))
    let numbers = laneNumbers
    let blocks = DotBlocks(length: length)
    let (first, end) = (rows &* chunk / chunks, rows &* (chunk &+ 1) / chunks)
    if (1...lanes).contains(length) {
      let matrix = UnsafeRawPointer(arena + Int(i.pointee.a) + first &* stride)
      shortRows(matrix, vector, count: end &- first, length: length, stride: stride, arena + Int(i.pointee.out) + first &* size)
      return
    }
    for row in first..<end {
      let matrix = UnsafeRawPointer(arena + Int(i.pointee.a) + row &* stride)
      var total: Self = 0
      var group: Self = 0
      for block in 0..<blocks.count {
        let at = block &* Int(CS_DOT_BLOCK)
        let count = min(Int(CS_DOT_BLOCK), length &- at)
        let sum = dotBlock(matrix + at &* size, vector + at &* size, count: count, numbers).total()
        group = block % blocks.perGroup == 0 ? sum : group + sum
        if block % blocks.perGroup == blocks.perGroup &- 1 || block == blocks.count &- 1 {
          total = block < blocks.perGroup ? group : total + group
        }
      }
      store(total, arena + Int(i.pointee.out) + row &* size)
    }
  }

  /// The dot products of rows that fill one vector at most with a vector, four rows at a time.
  ///
  /// - Order: that of `dotBlock`, whose other vectors are +0: adding these turns -0 into +0 and changes nothing else.
  @inline(__always)
  private static func shortRows(
    _ matrix: UnsafeRawPointer, _ vector: UnsafeRawPointer, count: Int, length: Int, stride: Int, _ out: UnsafeMutableRawPointer
  ) {
    let isInside = isLess(laneNumbers, Lanes(repeating: Self(length)))
    let factor = choose(isInside, load(vector, Lanes.self), Lanes.zero)
    @inline(__always)
    func products(_ row: Int) -> Lanes {
      let numbers = choose(isInside, load(matrix + row &* stride, Lanes.self), Lanes.zero)
      return multiplyAdd(numbers, factor, Lanes.zero) + Lanes.zero
    }
    var row = 0
    while row &+ 4 <= count {
      storeHalvingSums(
        products(row), products(row &+ 1), products(row &+ 2), products(row &+ 3), out + row &* size, adds: false)
      row &+= 4
    }
    while row < count {
      store(halvingSum(products(row)), out + row &* size)
      row &+= 1
    }
  }
}
