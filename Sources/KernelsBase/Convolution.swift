// conv2d and conv2d_input_adjoint as products of the packed weights with an image's planes.
//
//   forward   out[o, (y, x)]  = Σ_k w[o, k] · x[offset_k + (y, x)]     k = (channel, ky, kx)
//   adjoint   dx[c, (y, x)]   = Σ_k w'[c, k] · g[offset_k + (y, x)]    k = (output channel, ky, kx)
//
// Order: as a matrix product with this k: chains over CS_PRODUCT_CHUNK, chunks added in order. Padding, and taps that
// meet the gaps of a strided adjoint, read +0 and take part. Images are independent; rows at once, tiles and chunks
// change nothing.

import CPUFeatures

/// One convolution over images, bound to memory.
struct ViewProblem {
  let shape: ConvolutionShape
  let adjoint: Bool
  /// Rows and columns of the result, its channels, and the depth of the product.
  let height, width, channels, depth: Int
  /// Elements of one image of the source and of the result.
  let sourceLength, resultLength: Int
  let source, weights, result: UnsafeMutableRawPointer
  let firstImage, endImage: Int

  @inline(__always)
  init(_ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ chunk: Int, adjoint: Bool) {
    let s = ConvolutionShape(i)
    shape = s
    self.adjoint = adjoint
    height = adjoint ? s.height : s.outHeight
    width = adjoint ? s.width : s.outWidth
    channels = adjoint ? s.channels : s.outChannels
    depth = (adjoint ? s.outChannels : s.channels) &* s.taps
    let inputLength = s.channels &* s.height &* s.width
    let outputLength = s.outChannels &* s.outHeight &* s.outWidth
    sourceLength = adjoint ? outputLength : inputLength
    resultLength = adjoint ? inputLength : outputLength
    source = arena + Int(i.pointee.a)
    weights = arena + Int(i.pointee.b)
    result = arena + Int(i.pointee.out)
    let chunks = Int(i.pointee.chunks)
    firstImage = s.images &* chunk / chunks
    endImage = s.images &* (chunk &+ 1) / chunks
  }
}

extension Element
where
  Self: Number, Eight: Vector, Eight.Scalar == Self, Tile: Vector, Tile.Scalar == Self, Lanes: Vector,
  Lanes.Scalar == Self
{
  /// A range of images, by one thread.
  @inline(__always)
  static func convolveImages(_ p: ViewProblem, _ scratch: UnsafeMutableRawPointer) {
    if p.firstImage >= p.endImage || p.resultLength == 0 { return }
    let plan = ViewScratch(p.shape, adjoint: p.adjoint, size: size)
    if runsAlongChannels(p, plan.layout) { return convolveByChannels(p, scratch) }
    let offsets = scratch.assumingMemoryBound(to: Int.self)
    let weights = scratch + plan.offsetsBytes
    let planes = weights + plan.weightsBytes
    let sums = planes + plan.planesBytes
    viewOffsets(p, plan.layout, offsets)
    packWeights(p, weights)
    for image in p.firstImage..<p.endImage {
      let source = p.source + image &* p.sourceLength &* size
      let result = p.result + image &* p.resultLength &* size
      var row = 0
      while row < p.height {
        let rows = min(plan.rows, p.height &- row)
        fillPlanes(plan.layout, source, firstRow: row, planes)
        multiplyPlanes(p, plan, rows: rows, weights, planes, offsets, sums)
        for c in 0..<p.channels {
          dropMargins(
            sums + c &* plan.sumsStride, columns: plan.layout.columns,
            result + (c &* p.height &+ row) &* p.width &* size, rows: rows, width: p.width)
        }
        row &+= rows
      }
    }
  }

  /// Byte offsets of the rows of the implicit matrix.
  @inline(__always)
  static func viewOffsets(_ p: ViewProblem, _ l: PlaneLayout, _ offsets: UnsafeMutablePointer<Int>) {
    let (kh, kw) = (p.shape.kernelHeight, p.shape.kernelWidth)
    var k = 0
    for c in 0..<l.channels {
      for ky in 0..<kh {
        for kx in 0..<kw {
          // The adjoint's window runs backwards: tap ky of output row y reached input row y · stride - top + ky.
          offsets[k] = (p.adjoint ? l.offset(c, kh &- 1 &- ky, kw &- 1 &- kx) : l.offset(c, ky, kx)) &* size
          k &+= 1
        }
      }
    }
  }

  /// Packs the weights into panels [k][row] of `TileSize.rows` result channels.
  @inline(__always)
  private static func packWeights(_ p: ViewProblem, _ panels: UnsafeMutableRawPointer) {
    let height = TileSize.rows
    let taps = p.shape.taps
    var c = 0
    while c < p.channels {
      let panel = panels + c &* p.depth &* size
      let rows = min(height, p.channels &- c)
      if p.adjoint {
        for o in 0..<p.shape.outChannels {
          let block = p.weights + (o &* p.channels &+ c) &* taps &* size
          transposeRows(
            block, taps &* size, rows: rows, depth: taps, panel + o &* taps &* height &* size, height &* size)
        }
      } else {
        transposeRows(
          p.weights + c &* p.depth &* size, p.depth &* size, rows: rows, depth: p.depth, panel, height &* size)
      }
      c &+= height
    }
  }

  /// sums[c][j] = Σ_k weights[c][k] · planes[offset_k + j] over `rows` padded rows of outputs.
  @inline(__always)
  private static func multiplyPlanes(
    _ p: ViewProblem, _ plan: ViewScratch, rows: Int, _ weights: UnsafeMutableRawPointer,
    _ planes: UnsafeMutableRawPointer,
    _ offsets: UnsafeMutablePointer<Int>, _ sums: UnsafeMutableRawPointer
  ) {
    let columns = (rows &- 1) &* plan.layout.columns &+ p.width
    let vectors = (columns &+ tileLanes &- 1) / tileLanes
    let panelStride = TileSize.rows &* size
    var vector = 0
    while vector < vectors {
      let count = evenPiece(vectors &- vector, TileSize.vectors)
      let byte = vector &* tileLanes &* size
      var depth = 0
      while depth < p.depth || depth == 0 {
        let length = min(Int(CS_PRODUCT_CHUNK), p.depth &- depth)
        var o = TileOperands(
          a: weights, rowStride: size, depthStride: panelStride, depthOffsets: UnsafePointer(offsets + depth),
          b: planes + byte, c: sums + byte, cStride: plan.sumsStride, depth: length, lastLanes: tileLanes,
          adds: depth > 0)
        var c = 0
        while c < p.channels {
          o.a = UnsafeRawPointer(weights + c &* p.depth &* size + depth &* panelStride)
          o.c = sums + c &* plan.sumsStride + byte
          runViewedTile(vectors: count, o)
          c &+= TileSize.rows
        }
        depth &+= Int(CS_PRODUCT_CHUNK)
      }
      vector &+= count
    }
  }

  /// Copies `rows` rows of `width` elements, `columns` apart, to adjoining rows: by whole vectors where what they
  /// spill is overwritten by the next row, exactly at the end.
  @inline(__always)
  private static func dropMargins(
    _ source: UnsafeMutableRawPointer, columns: Int, _ to: UnsafeMutableRawPointer, rows: Int, width: Int
  ) {
    let vectors = (width &+ lanes &- 1) / lanes
    for y in 0..<rows {
      let from = source + y &* columns &* size
      let row = to + y &* width &* size
      if y &* width &+ vectors &* lanes <= rows &* width {
        for v in 0..<vectors { store(load(from + v &* 64, Lanes.self), row + v &* 64) }
      } else {
        copyBytes(from: from, to: row, count: width &* size)
      }
    }
  }
}

/// The next of as few pieces as possible, none longer than `limit`, that share `count` evenly.
@inline(__always)
func evenPiece(_ count: Int, _ limit: Int) -> Int {
  let pieces = (count &+ limit &- 1) / limit
  return (count &+ pieces &- 1) / pieces
}

extension Float {
  @inline(never) static func convolve(_ p: ViewProblem, _ scratch: UnsafeMutableRawPointer) {
    convolveImages(p, scratch)
  }
}

extension Double {
  @inline(never) static func convolve(_ p: ViewProblem, _ scratch: UnsafeMutableRawPointer) {
    convolveImages(p, scratch)
  }
}
