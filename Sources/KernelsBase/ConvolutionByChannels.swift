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
    // Sixteen is a multiple of every instruction set's vector.
    sumsStride = (channels &+ 15) / 16 &* 16 &* size
    block = max(8, min(128, (16 << 10) / max(1, sumsStride) / 8 &* 8))
    tapsBytes = padded(depth &* 8)
    pixelsBytes = padded(rows &* width &* 8)
    weightsBytes = padded(depth &* sumsStride)
    planesBytes = padded(layout.length &* size)
    sumsBytes = padded((block &+ 8) &* sumsStride)
  }
}

extension Element
where
  Self: Number, Eight: Vector, Eight.Scalar == Self, Tile: Vector, Tile.Scalar == Self, Lanes: Vector,
  Lanes.Scalar == Self
{
  /// Whether lanes along the channels cost less than lanes along the columns, counted in vectors for each result row
  /// of the image: multiplications, then what it takes to store the result.
  @inline(__always)
  static func runsAlongChannels(_ p: ViewProblem, _ layout: PlaneLayout) -> Bool {
    let columns = (p.height &* layout.columns &+ tileLanes &- 1) / tileLanes
    let paddedChannels = (p.channels &+ TileSize.rows &- 1) / TileSize.rows &* TileSize.rows
    let vectors = (p.channels &+ tileLanes &- 1) / tileLanes
    return p.height &* p.width &* vectors &* (p.depth &+ 5) < columns &* paddedChannels &* (p.depth &+ 2)
  }

  /// A range of images, by one thread.
  @inline(__always)
  static func convolveByChannels(_ p: ViewProblem, _ scratch: UnsafeMutableRawPointer) {
    let plan = ChannelScratch(p.shape, adjoint: p.adjoint, size: size)
    let taps = scratch.assumingMemoryBound(to: Int.self)
    let pixels = (scratch + plan.tapsBytes).assumingMemoryBound(to: Int.self)
    let weights = scratch + plan.tapsBytes + plan.pixelsBytes
    let planes = weights + plan.weightsBytes
    let sums = planes + plan.planesBytes
    viewOffsets(p, plan.layout, taps)
    for y in 0..<plan.rows {
      for x in 0..<p.width { pixels[y &* p.width &+ x] = (y &* plan.layout.columns &+ x) &* size }
    }
    packWeightsByChannels(p, weights)
    for image in p.firstImage..<p.endImage {
      let source = p.source + image &* p.sourceLength &* size
      let result = p.result + image &* p.resultLength &* size
      let blocks = (p.height &* p.width &+ plan.block &- 1) / plan.block
      let steps = blocks &* plan.block / TileSize.rows &* ((p.channels &+ 2 &* tileLanes &- 1) / tileLanes / 2)
      var ahead = Ahead(source + p.sourceLength &* size, p.sourceLength &* size, steps: steps)
      var resultAhead = Ahead(result + p.resultLength &* size, p.resultLength &* size, steps: steps)
      var row = 0
      while row < p.height {
        let count = min(plan.rows, p.height &- row) &* p.width
        fillPlanes(plan.layout, source, firstRow: row, planes)
        var pixel = 0
        while pixel < count {
          let block = min(plan.block, count &- pixel)
          multiplyPixels(p, plan, pixels + pixel, block, taps, weights, planes, sums, &ahead, &resultAhead)
          storeByChannels(
            sums, plan.sumsStride, pixels: block, result + (row &* p.width &+ pixel) &* size,
            p.height &* p.width &* size, channels: p.channels)
          pixel &+= block
        }
        row &+= plan.rows
      }
    }
  }

  /// Packs the weights into panels [k][channel] of `TileSize.gatheredVectors` vectors, side by side.
  @inline(__always)
  private static func packWeightsByChannels(_ p: ViewProblem, _ panels: UnsafeMutableRawPointer) {
    let taps = p.shape.taps
    var first = 0
    while first < p.channels {
      let vectors = evenPiece((p.channels &- first &+ tileLanes &- 1) / tileLanes, TileSize.gatheredVectors)
      let width = vectors &* tileLanes
      let panel = panels + first &* p.depth &* size
      var c = 0
      while c < min(width, p.channels &- first) {
        let rows = min(8, p.channels &- first &- c)
        if p.adjoint {
          for o in 0..<p.shape.outChannels {
            transposeRows(
              p.weights + (o &* p.channels &+ first &+ c) &* taps &* size, taps &* size, rows: rows, depth: taps,
              panel + (o &* taps &* width &+ c) &* size, width &* size)
          }
        } else {
          transposeRows(
            p.weights + (first &+ c) &* p.depth &* size, p.depth &* size, rows: rows, depth: p.depth,
            panel + c &* size, width &* size)
        }
        c &+= 8
      }
      first &+= width
    }
  }

  /// sums[j][c] = Σ_k planes[pixel_j + tap_k] · weights[k][c] for `count` pixels.
  @inline(__always)
  private static func multiplyPixels(
    _ p: ViewProblem, _ plan: ChannelScratch, _ pixels: UnsafeMutablePointer<Int>, _ count: Int,
    _ taps: UnsafeMutablePointer<Int>, _ weights: UnsafeMutableRawPointer, _ planes: UnsafeMutableRawPointer,
    _ sums: UnsafeMutableRawPointer, _ ahead: inout Ahead, _ resultAhead: inout Ahead
  ) {
    var first = 0
    while first < p.channels {
      let vectors = evenPiece((p.channels &- first &+ tileLanes &- 1) / tileLanes, TileSize.gatheredVectors)
      let width = vectors &* tileLanes
      var depth = 0
      while depth < p.depth || depth == 0 {
        var o = TileOperands(
          a: planes, depthOffsets: UnsafePointer(taps + depth),
          b: weights + (first &* p.depth &+ depth &* width) &* size, bStride: width &* size, c: sums,
          cStride: plan.sumsStride, depth: min(Int(CS_PRODUCT_CHUNK), p.depth &- depth), lastLanes: tileLanes,
          adds: depth > 0)
        var row = 0
        while row < count {
          o.rowOffsets = UnsafePointer(pixels + row)
          o.c = sums + row &* plan.sumsStride + first &* size
          let height = tileHeight(count &- row)
          runGatheredTile(rows: height, vectors: vectors, o)
          ahead.step()
          resultAhead.step()
          row &+= height
        }
        depth &+= Int(CS_PRODUCT_CHUNK)
      }
      first &+= width
    }
  }

  /// result[c][j] = sums[j][c]; strides are bytes.
  @inline(__always)
  private static func storeByChannels(
    _ sums: UnsafeMutableRawPointer, _ sumsStride: Int, pixels: Int, _ result: UnsafeMutableRawPointer,
    _ stride: Int, channels: Int
  ) {
    let whole = pixels / 8 &* 8
    var c = 0
    while c < channels {
      let count = min(8, channels &- c)
      var j = 0
      while j < whole {
        if count == 8 {
          transposeSquare(
            sums + j &* sumsStride + c &* size, sumsStride, result + c &* stride + j &* size, stride)
        } else {
          transposePart(
            sums + j &* sumsStride + c &* size, sumsStride, rows: 8, result + c &* stride + j &* size, stride,
            count: count)
        }
        j &+= 8
      }
      while j < pixels {
        for i in c..<(c &+ count) {
          store(load(sums + j &* sumsStride + i &* size, Self.self), result + i &* stride + j &* size)
        }
        j &+= 1
      }
      c &+= 8
    }
  }
}
