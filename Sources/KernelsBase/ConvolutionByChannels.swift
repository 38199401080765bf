// conv2d and conv2d_input_adjoint with lanes along the result's channels: the tile's rows are pixels, read one by one
// from the planes, and its columns are channels, read from packed weights. No lane is spent on the margins of the
// planes; the price is a transposition of the result. Order of operations: that of Convolution.swift.

import CPUFeatures

/// The scratch of these convolutions. All members are bytes but `rows`, `block` and `layout`.
struct ChannelScratch {
  /// Result rows whose planes are filled at once, and pixels that are computed before they are transposed.
  let rows, block: Int
  let layout: PlaneLayout
  let tapsBytes, pixelsBytes, weightsBytes, planesBytes, sumsBytes: Int
  /// From one pixel to the next in the sums.
  let sumsStride: Int

  var total: Int { tapsBytes &+ pixelsBytes &+ weightsBytes &+ planesBytes &+ sumsBytes }

  @inline(__always)
  init(_ s: ConvolutionShape, adjoint: Bool, size: Int) {
    let view = ViewScratch(s, adjoint: adjoint, size: size)
    let channels = adjoint ? s.channels : s.outChannels
    let width = adjoint ? s.width : s.outWidth
    let depth = (adjoint ? s.outChannels : s.channels) &* s.taps
    rows = view.rows
    layout = view.layout
    sumsStride = paddedChannels(channels) &* size
    block = pixelBlock(sumsStride)
    tapsBytes = padded(depth &* 8)
    pixelsBytes = padded(rows &* width &* 8)
    weightsBytes = padded(depth &* sumsStride)
    planesBytes = padded(layout.length &* size)
    sumsBytes = padded(block &* sumsStride)
  }
}

/// Channels rounded up to whole vectors of any instruction set and type.
@inline(__always)
func paddedChannels(_ channels: Int) -> Int { (channels &+ 15) / 16 &* 16 }

/// Pixels whose sums stay in the first-level cache; a multiple of eight.
@inline(__always)
func pixelBlock(_ stride: Int) -> Int { max(8, min(128, (16 << 10) / max(1, stride) / 8 &* 8)) }

extension Element
where
  Self: Number, Eight: Vector, Eight.Scalar == Self, Tile: Vector, Tile.Scalar == Self, Lanes: Vector,
  Lanes.Scalar == Self
{
  /// Whether lanes along the channels cost less than lanes along the columns, counted in vectors: multiplications, and
  /// what it takes to store the result.
  @inline(__always)
  static func runsAlongChannels(_ p: ViewProblem, _ layout: PlaneLayout) -> Bool {
    let columns = (p.height &* layout.columns &+ tileLanes &- 1) / tileLanes
    let paddedRows = (p.channels &+ TileSize.rows &- 1) / TileSize.rows &* TileSize.rows
    let vectors = (p.channels &+ tileLanes &- 1) / tileLanes
    return p.height &* p.width &* vectors &* (p.depth &+ 5) < columns &* paddedRows &* (p.depth &+ 2)
  }

  /// A range of images, by one thread.
  @inline(__always)
  static func convolveByChannels(_ p: ViewProblem, _ scratch: UnsafeMutableRawPointer) {
    let plan = ChannelScratch(p.shape, adjoint: p.adjoint, size: size)
    let taps = scratch.assumingMemoryBound(to: Int.self)
    let pixels = (scratch + plan.tapsBytes).assumingMemoryBound(to: Int.self)
    let weights = scratch + plan.tapsBytes + plan.pixelsBytes
    let planes = weights + plan.weightsBytes
    let product = PixelProduct(
      channels: p.channels, depth: p.depth, taps: taps, weights: weights, source: planes,
      sums: planes + plan.planesBytes, sumsStride: plan.sumsStride)
    viewOffsets(p, plan.layout, taps)
    for y in 0..<plan.rows {
      for x in 0..<p.width { pixels[y &* p.width &+ x] = (y &* plan.layout.columns &+ x) &* size }
    }
    packWeightsByChannels(p, weights)
    let (sourceBytes, resultBytes) = (p.sourceLength &* size, p.resultLength &* size)
    for image in p.firstImage..<p.endImage {
      let source = p.source + image &* sourceBytes
      let result = p.result + image &* resultBytes
      var ahead = Ahead(
        source + sourceBytes, bytes: sourceBytes, then: result + resultBytes, secondBytes: resultBytes)
      var row = 0
      while row < p.height {
        let count = min(plan.rows, p.height &- row) &* p.width
        fillPlanes(plan.layout, source, firstRow: row, planes)
        var pixel = 0
        while pixel < count {
          let block = min(plan.block, count &- pixel)
          multiplyPixels(product, pixels + pixel, count: block, &ahead)
          storeColumns(
            product.sums, plan.sumsStride, count: block, result + (row &* p.width &+ pixel) &* size,
            p.height &* p.width &* size, channels: p.channels)
          pixel &+= block
        }
        row &+= plan.rows
      }
    }
  }
}
