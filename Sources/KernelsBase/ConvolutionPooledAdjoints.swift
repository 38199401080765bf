// The adjoints of a pooled convolution: what pool_scatter would write and the convolution's adjoints read is laid out,
// from the pooled gradient and the choices, just where the products want it. Lanes run along the output channels.
//
// Order: that of conv2d_input_adjoint and conv2d_weight_adjoint of the scattered gradient.

import CPUFeatures

/// The pooled gradient of one image, by windows.
struct PooledGradient {
  /// [window][output channel], `stride` bytes a window.
  let rows: UnsafeMutableRawPointer
  let stride: Int
  /// The image's choices.
  let choices: UnsafeMutableRawPointer
  let windowRows, windowColumns: Int
}

/// Scratch of both adjoints. All members are bytes.
struct PooledAdjointScratch {
  let tapsBytes, pixelsBytes, weightsBytes, gradientBytes, wideBytes, sumsBytes: Int
  /// From one window or output to the next, and from one input pixel to the next in the sums.
  let stride, sumsStride: Int

  var total: Int { tapsBytes &+ pixelsBytes &+ weightsBytes &+ gradientBytes &+ wideBytes &+ sumsBytes }

  @inline(__always)
  init(_ s: ConvolutionShape, size: Int) {
    let layout = PlaneLayout.ofGradient(s, inRows: s.height)
    stride = paddedChannels(s.outChannels) &* size
    sumsStride = paddedChannels(s.channels) &* size
    tapsBytes = padded(s.outChannels &* s.taps &* 8)
    pixelsBytes = padded(s.height &* s.width &* 8)
    weightsBytes = padded(s.outChannels &* s.taps &* sumsStride)
    gradientBytes = padded((s.outHeight / 2) &* (s.outWidth / 2) &* stride)
    wideBytes = padded(max(layout.planeLength, s.outHeight &* s.outWidth) &* stride)
    sumsBytes = padded(pixelBlock(sumsStride) &* sumsStride)
  }
}

extension Element
where
  Self: Number, Eight: Vector, Eight.Scalar == Self, Tile: Vector, Tile.Scalar == Self, Lanes: Vector,
  Lanes.Scalar == Self, Choices: BitwiseCopyable
{
  /// rows[window][o] = g[o][window].
  @inline(__always)
  static func transposeWindows(_ g: UnsafeMutableRawPointer, channels: Int, _ to: PooledGradient) {
    let windows = to.windowRows &* to.windowColumns
    var o = 0
    while o < channels {
      transposeRows(
        g + o &* windows &* size, windows &* size, rows: min(8, channels &- o), depth: windows, to.rows + o &* size,
        to.stride)
      o &+= 8
    }
  }

  /// Writes the scattered gradient's vector at byte `byte` of every window's channels: element (y, x) goes to
  /// `to` + y · rowStride + x · columnStride. What no window covers is left alone.
  @inline(__always)
  static func scatterWindows(
    _ g: PooledGradient, byte: Int, _ to: UnsafeMutableRawPointer, rowStride: Int, columnStride: Int
  ) {
    let none = Lanes.zero
    for y in 0..<g.windowRows {
      for x in 0..<g.windowColumns {
        let window = (y &* g.windowColumns &+ x) &* g.stride &+ byte
        // Adding +0 turns -0 into +0, as adding to a cleared plane does.
        let value = load(g.rows + window, Lanes.self) + none
        let choices = load(g.choices + window / size, Choices.self)
        let upper = to + 2 &* y &* rowStride + 2 &* x &* columnStride
        store(choose(isChoice(choices, 0), value, none), upper)
        store(choose(isChoice(choices, 1), value, none), upper + columnStride)
        store(choose(isChoice(choices, 2), value, none), upper + rowStride)
        store(choose(isChoice(choices, 3), value, none), upper + rowStride + columnStride)
      }
    }
  }

  /// conv2d_pool_input_adjoint over a range of images, by one thread. The gradient is laid out as [y][x][o] with the
  /// margins and gaps that the backward window reads.
  @inline(__always)
  static func pooledInputAdjoint(
    _ p: ViewProblem, choices: UnsafeMutableRawPointer, _ scratch: UnsafeMutableRawPointer
  ) {
    let s = p.shape
    let plan = PooledAdjointScratch(s, size: size)
    let layout = PlaneLayout.ofGradient(s, inRows: s.height)
    let taps = scratch.assumingMemoryBound(to: Int.self)
    let pixels = (scratch + plan.tapsBytes).assumingMemoryBound(to: Int.self)
    let weights = scratch + plan.tapsBytes + plan.pixelsBytes
    let gradient = weights + plan.weightsBytes
    let wide = gradient + plan.gradientBytes
    let product = PixelProduct(
      channels: s.channels, depth: p.depth, taps: taps, weights: weights, source: wide,
      sums: wide + plan.wideBytes, sumsStride: plan.sumsStride)
    var k = 0
    for o in 0..<s.outChannels {
      for ky in 0..<s.kernelHeight {
        for kx in 0..<s.kernelWidth {
          let pixel = (s.kernelHeight &- 1 &- ky) &* layout.columns &+ s.kernelWidth &- 1 &- kx
          taps[k] = pixel &* plan.stride &+ o &* size
          k &+= 1
        }
      }
    }
    for y in 0..<s.height {
      for x in 0..<s.width { pixels[y &* s.width &+ x] = (y &* layout.columns &+ x) &* plan.stride }
    }
    packWeightsByChannels(p, weights)
    clear(wide, count: layout.planeLength &* plan.stride)
    let windows = (s.outHeight / 2) &* (s.outWidth / 2)
    let (sourceBytes, resultBytes) = (windows &* s.outChannels &* size, p.resultLength &* size)
    let block = pixelBlock(plan.sumsStride)
    for image in p.firstImage..<p.endImage {
      let source = p.source + image &* sourceBytes
      let result = p.result + image &* resultBytes
      var ahead = Ahead(
        source + sourceBytes, bytes: sourceBytes, then: result + resultBytes, secondBytes: resultBytes)
      let g = PooledGradient(
        rows: gradient, stride: plan.stride, choices: choices + image &* windows &* (plan.stride / size),
        windowRows: s.outHeight / 2, windowColumns: s.outWidth / 2)
      transposeWindows(source, channels: s.outChannels, g)
      let first = wide + (layout.top &* layout.columns &+ layout.left) &* plan.stride
      var byte = 0
      while byte < plan.stride {
        scatterWindows(
          g, byte: byte, first + byte, rowStride: layout.columns &* layout.dilationY &* plan.stride,
          columnStride: layout.dilationX &* plan.stride)
        byte &+= 64
      }
      var pixel = 0
      while pixel < s.height &* s.width {
        let count = min(block, s.height &* s.width &- pixel)
        multiplyPixels(product, pixels + pixel, count: count, &ahead)
        storeColumns(
          product.sums, plan.sumsStride, count: count, result + pixel &* size, s.height &* s.width &* size,
          channels: s.channels)
        pixel &+= count
      }
    }
  }

  /// Panels [j][o] of the scattered gradient of one image, side by side, as conv2d_weight_adjoint reads them.
  @inline(__always)
  static func scatterPanels(
    _ g: PooledGradient, _ s: ConvolutionShape, _ panels: UnsafeMutableRawPointer
  ) {
    let outputs = s.outHeight &* s.outWidth
    let channels = paddedChannels(s.outChannels)
    let isCovered = 2 &* g.windowRows == s.outHeight && 2 &* g.windowColumns == s.outWidth
    if !isCovered { clear(panels, count: outputs &* channels &* size) }
    var first = 0
    while first < channels {
      let width = panelVectors(channels &- first, tileLanes) &* tileLanes &* size
      var byte = 0
      while byte < width {
        scatterWindows(
          g, byte: first &* size &+ byte, panels + first &* outputs &* size + byte, rowStride: s.outWidth &* width,
          columnStride: width)
        byte &+= 64
      }
      first &+= width / size
    }
  }
}

extension Float {
  @inline(never) static func inputAdjointPooled(
    _ p: ViewProblem, choices: UnsafeMutableRawPointer, _ scratch: UnsafeMutableRawPointer
  ) {
    pooledInputAdjoint(p, choices: choices, scratch)
  }
}

extension Double {
  @inline(never) static func inputAdjointPooled(
    _ p: ViewProblem, choices: UnsafeMutableRawPointer, _ scratch: UnsafeMutableRawPointer
  ) {
    pooledInputAdjoint(p, choices: choices, scratch)
  }
}
