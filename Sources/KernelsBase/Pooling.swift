// Poolings over the planes of (images, channels, height, width): selection at the first maximum, its adjoint, sums,
// their adjoint.
//
// Chunks are ranges of planes. Windows are visited in order (y, x), and the elements of a window in order (ky, kx).

import CPUFeatures

/// The window of a pooling instruction over one plane.
struct PoolWindow {
  let planes: Int
  let height, width: Int
  let kernelHeight, kernelWidth: Int
  let strideY, strideX: Int
  let top, left: Int
  let outHeight, outWidth: Int

  init(_ i: UnsafePointer<cs_instruction>) {
    planes = Int(i.pointee.n0) &* Int(i.pointee.n1)
    height = Int(i.pointee.n2)
    width = Int(i.pointee.n3)
    kernelHeight = Int(i.pointee.n5)
    kernelWidth = Int(i.pointee.n6)
    strideY = Int(i.pointee.n7)
    strideX = Int(i.pointee.n8)
    top = Int(i.pointee.n9)
    left = Int(i.pointee.n10)
    outHeight = Int(i.pointee.n11)
    outWidth = Int(i.pointee.n12)
  }

  /// 2 × 2 windows side by side, none of them over the edge.
  var isTwoByTwo: Bool {
    kernelHeight == 2 && kernelWidth == 2 && strideY == 2 && strideX == 2 && top == 0 && left == 0
      && 2 &* outHeight <= height && 2 &* outWidth <= width
  }

  /// The rows of the input that window row `y` has inside the plane.
  @inline(__always)
  func rows(_ y: Int) -> Range<Int> { Self.inside(y &* strideY &- top, kernelHeight, height) }

  /// The columns of the input that window column `x` has inside the plane.
  @inline(__always)
  func columns(_ x: Int) -> Range<Int> { Self.inside(x &* strideX &- left, kernelWidth, width) }

  @inline(__always)
  private static func inside(_ start: Int, _ length: Int, _ size: Int) -> Range<Int> {
    let lower = max(0, start)
    return lower..<max(lower, min(size, start &+ length))
  }
}

extension Element where Self: Number, Lanes: Vector, Lanes.Scalar == Self {
  /// Runs one chunk of a pooling instruction.
  @inline(__always)
  static func poolingChunk(_ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ chunk: Int) {
    let w = PoolWindow(i)
    let chunks = Int(i.pointee.chunks)
    let large = w.height &* w.width &* size
    let small = w.outHeight &* w.outWidth &* size
    let a = arena + Int(i.pointee.a)
    let b = arena + Int(i.pointee.b)
    let out = arena + Int(i.pointee.out)
    for plane in (w.planes &* chunk / chunks)..<(w.planes &* (chunk &+ 1) / chunks) {
      switch i.pointee.opcode {
      case .poolSelect:
        if w.isTwoByTwo {
          selectTwoByTwo(w, a + plane &* large, b + plane &* large, out + plane &* small)
        } else {
          select(w, a + plane &* large, b + plane &* large, out + plane &* small)
        }
      case .poolScatter:
        if w.isTwoByTwo {
          scatterTwoByTwo(w, a + plane &* small, b + plane &* large, out + plane &* large)
        } else {
          scatter(w, a + plane &* small, b + plane &* large, out + plane &* large)
        }
      case .sumPool: sum(w, a + plane &* large, out + plane &* small)
      default: sumAdjoint(w, a + plane &* small, out + plane &* large)
      }
    }
  }

  /// Where the window (y, x) of `at` has its first maximum, as an index into the plane; -1 if the window is empty.
  @inline(__always)
  private static func firstMaximum(_ w: PoolWindow, _ at: UnsafeMutableRawPointer, _ y: Int, _ x: Int) -> Int {
    var place = -1
    var best = Self.zero
    for row in w.rows(y) {
      for column in w.columns(x) {
        let index = row &* w.width &+ column
        let value = load(at + index &* size, Self.self)
        if place < 0 || value > best || (value != value && best == best) {
          best = value
          place = index
        }
      }
    }
    return place
  }

  @inline(__always)
  private static func select(
    _ w: PoolWindow, _ source: UnsafeMutableRawPointer, _ at: UnsafeMutableRawPointer, _ out: UnsafeMutableRawPointer
  ) {
    for y in 0..<w.outHeight {
      for x in 0..<w.outWidth {
        let place = firstMaximum(w, at, y, x)
        let value = place < 0 ? Self.zero : load(source + place &* size, Self.self)
        store(value, out + (y &* w.outWidth &+ x) &* size)
      }
    }
  }

  @inline(__always)
  private static func scatter(
    _ w: PoolWindow, _ g: UnsafeMutableRawPointer, _ at: UnsafeMutableRawPointer, _ out: UnsafeMutableRawPointer
  ) {
    clear(out, count: w.height &* w.width &* size)
    for y in 0..<w.outHeight {
      for x in 0..<w.outWidth {
        let place = firstMaximum(w, at, y, x)
        if place < 0 { continue }
        let value = load(g + (y &* w.outWidth &+ x) &* size, Self.self)
        store(load(out + place &* size, Self.self) + value, out + place &* size)
      }
    }
  }

  @inline(__always)
  private static func sum(_ w: PoolWindow, _ source: UnsafeMutableRawPointer, _ out: UnsafeMutableRawPointer) {
    for y in 0..<w.outHeight {
      for x in 0..<w.outWidth {
        var total = Self.zero
        for row in w.rows(y) {
          for column in w.columns(x) { total += load(source + (row &* w.width &+ column) &* size, Self.self) }
        }
        store(total, out + (y &* w.outWidth &+ x) &* size)
      }
    }
  }

  @inline(__always)
  private static func sumAdjoint(_ w: PoolWindow, _ g: UnsafeMutableRawPointer, _ out: UnsafeMutableRawPointer) {
    clear(out, count: w.height &* w.width &* size)
    for y in 0..<w.outHeight {
      for x in 0..<w.outWidth {
        let value = load(g + (y &* w.outWidth &+ x) &* size, Self.self)
        for row in w.rows(y) {
          for column in w.columns(x) {
            let to = out + (row &* w.width &+ column) &* size
            store(load(to, Self.self) + value, to)
          }
        }
      }
    }
  }
}
