// conv2d_pool: a convolution by channels whose result is pooled, given its bias and its activation while it is still in
// the first-level cache. The four pixels of a window follow one another in the product; its first maximum is found in
// whole vectors of channels.

import CPUFeatures

/// The scratch of conv2d_pool. All members are bytes but `windowRows`, `block` and `layout`.
struct PooledScratch {
  /// Rows of windows whose planes are filled at once, and windows that are computed before they are stored.
  let windowRows, block: Int
  let layout: PlaneLayout
  let tapsBytes, pixelsBytes, weightsBytes, biasBytes, planesBytes, sumsBytes, maximaBytes: Int
  /// From one pixel or window to the next in the sums and maxima.
  let stride: Int

  var total: Int {
    tapsBytes &+ pixelsBytes &+ weightsBytes &+ biasBytes &+ planesBytes &+ sumsBytes &+ maximaBytes
  }

  @inline(__always)
  init(_ s: ConvolutionShape, size: Int) {
    let depth = s.channels &* s.taps
    windowRows = max(1, ViewScratch(s, adjoint: false, size: size).rows / 2)
    layout = .ofInput(s, channels: s.channels, outRows: 2 &* windowRows)
    stride = paddedChannels(s.outChannels) &* size
    block = pixelBlock(2 &* stride)
    tapsBytes = padded(depth &* 8)
    pixelsBytes = padded(4 &* windowRows &* (s.outWidth / 2) &* 8)
    weightsBytes = padded(depth &* stride)
    biasBytes = padded(stride)
    planesBytes = padded(layout.length &* size)
    sumsBytes = padded(4 &* block &* stride)
    maximaBytes = padded(block &* stride)
  }
}

/// A pooled convolution bound to memory.
struct PooledProblem {
  let view: ViewProblem
  let windowRows, windowColumns: Int
  let bias: UnsafeMutableRawPointer?
  let micro: cs_micro
  /// Bytes of the choices, [image][window][channel]; nil if nothing will ask for them.
  let choices: UnsafeMutableRawPointer?

  @inline(__always)
  init(_ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ chunk: Int) {
    view = ViewProblem(i, arena, chunk, adjoint: false)
    let detail = i.pointee.detail
    windowRows = view.shape.outHeight / 2
    windowColumns = view.shape.outWidth / 2
    bias = detail & Int32(CS_POOL_BIAS) != 0 ? arena + Int(i.pointee.table) : nil
    micro = cs_micro(rawValue: detail >> 8) ?? .copy
    choices = detail & Int32(CS_POOL_CHOICES) != 0 ? arena + Int(i.pointee.out) + poolChoicesOffset(i.pointee) : nil
  }
}

/// Bytes from the result of a pooled convolution to its choices.
package func poolChoicesOffset(_ i: cs_instruction) -> Int {
  let count = Int(i.n0) &* Int(i.n4) &* (Int(i.n11) / 2) &* (Int(i.n12) / 2)
  return (count &* cs_type_bytes(i.type) &+ 63) / 64 &* 64
}

/// Bytes of the choices of a pooled convolution.
package func poolChoicesBytes(_ i: cs_instruction) -> Int {
  Int(i.n0) &* (Int(i.n11) / 2) &* (Int(i.n12) / 2) &* paddedChannels(Int(i.n4))
}

extension Element
where
  Self: Number, Eight: Vector, Eight.Scalar == Self, Tile: Vector, Tile.Scalar == Self, Lanes: Vector,
  Lanes.Scalar == Self, Choices: BitwiseCopyable
{
  /// A range of images, by one thread.
  @inline(__always)
  static func convolveAndPool(_ p: PooledProblem, _ scratch: UnsafeMutableRawPointer) {
    let view = p.view
    let plan = PooledScratch(view.shape, size: size)
    let taps = scratch.assumingMemoryBound(to: Int.self)
    let pixels = (scratch + plan.tapsBytes).assumingMemoryBound(to: Int.self)
    let weights = scratch + plan.tapsBytes + plan.pixelsBytes
    let bias = weights + plan.weightsBytes
    let planes = bias + plan.biasBytes
    let sums = planes + plan.planesBytes
    let maxima = sums + plan.sumsBytes
    let product = PixelProduct(
      channels: view.channels, depth: view.depth, taps: taps, weights: weights, source: planes, sums: sums,
      sumsStride: plan.stride)
    viewOffsets(view, plan.layout, taps)
    windowOffsets(plan.layout, rows: plan.windowRows, columns: p.windowColumns, pixels)
    packWeightsByChannels(view, weights)
    if let from = p.bias {
      clear(bias, count: plan.stride)
      copyBytes(from: from, to: bias, count: view.channels &* size)
    }
    let windows = p.windowRows &* p.windowColumns
    let sourceBytes = view.sourceLength &* size
    let resultBytes = windows &* view.channels &* size
    for image in view.firstImage..<view.endImage {
      let source = view.source + image &* sourceBytes
      let result = view.result + image &* resultBytes
      var ahead = Ahead(
        source + sourceBytes, bytes: sourceBytes, then: result + resultBytes, secondBytes: resultBytes)
      var row = 0
      while row < p.windowRows {
        let first = row &* p.windowColumns
        let count = min(plan.windowRows, p.windowRows &- row) &* p.windowColumns
        fillPlanes(plan.layout, source, firstRow: 2 &* row, planes)
        var window = 0
        while window < count {
          let block = min(plan.block, count &- window)
          multiplyPixels(product, pixels + 4 &* window, count: 4 &* block, &ahead)
          chooseMaxima(
            sums, plan.stride, count: block, bias: p.bias == nil ? nil : bias, maxima,
            p.choices.map { $0 + (image &* windows &+ first &+ window) &* (plan.stride / size) })
          if p.micro != .copy {
            applyInPlace(p.micro, maxima, vectors: block &* plan.stride / 64)
          }
          storeColumns(
            maxima, plan.stride, count: block, result + (first &+ window) &* size, windows &* size,
            channels: view.channels)
          window &+= block
        }
        row &+= plan.windowRows
      }
    }
  }

  /// Byte offsets of the pixels of `rows` × `columns` windows, window by window.
  @inline(__always)
  private static func windowOffsets(
    _ l: PlaneLayout, rows: Int, columns: Int, _ offsets: UnsafeMutablePointer<Int>
  ) {
    var at = offsets
    for y in 0..<rows {
      for x in 0..<columns {
        let upper = (2 &* y &* l.columns &+ 2 &* x) &* size
        let lower = upper &+ l.columns &* size
        at[0] = upper
        at[1] = upper &+ size
        at[2] = lower
        at[3] = lower &+ size
        at += 4
      }
    }
  }

  /// The first maximum of every window of four rows of `sums`, and which it was; `bias` is added to the maximum.
  @inline(__always)
  private static func chooseMaxima(
    _ sums: UnsafeMutableRawPointer, _ stride: Int, count: Int, bias: UnsafeMutableRawPointer?,
    _ maxima: UnsafeMutableRawPointer, _ choices: UnsafeMutableRawPointer?
  ) {
    for window in 0..<count {
      let from = sums + 4 &* window &* stride
      let to = maxima + window &* stride
      var byte = 0
      while byte < stride {
        // Pairs side by side: a first maximum of first maxima is one of all.
        let v0 = load(from + byte, Lanes.self)
        let v1 = load(from + stride + byte, Lanes.self)
        let second = beats(v1, v0)
        let upper = choose(second, v1, v0)
        let v2 = load(from + 2 &* stride + byte, Lanes.self)
        let v3 = load(from + 3 &* stride + byte, Lanes.self)
        let fourth = beats(v3, v2)
        let lower = choose(fourth, v3, v2)
        let below = beats(lower, upper)
        let best = choose(below, lower, upper)
        store(bias.map { best + load($0 + byte, Lanes.self) } ?? best, to + byte)
        if let choices {
          store(Self.choices(second, fourth, below), choices + (window &* stride &+ byte) / size)
        }
        byte &+= 64
      }
    }
  }
}

extension Float {
  @inline(never) static func convolvePooled(_ p: PooledProblem, _ scratch: UnsafeMutableRawPointer) {
    convolveAndPool(p, scratch)
  }
}

extension Double {
  @inline(never) static func convolvePooled(_ p: PooledProblem, _ scratch: UnsafeMutableRawPointer) {
    convolveAndPool(p, scratch)
  }
}
