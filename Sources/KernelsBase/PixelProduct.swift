// Products whose rows are pixels and whose columns are channels: what convolutions with lanes along the channels share.
// Pixels are read one by one from where an image is laid out, by offsets; weights are packed, [k][channel].

import CPUFeatures

/// sums[j][c] = Σ_k source[pixel_j + tap_k] · weights[k][c], by chains over CS_PRODUCT_CHUNK.
struct PixelProduct {
  /// Columns, and length of the sums.
  let channels, depth: Int
  /// Byte offset of every k.
  let taps: UnsafeMutablePointer<Int>
  /// Panels [k][channel] of `TileSize.gatheredVectors` vectors, side by side.
  let weights: UnsafeMutableRawPointer
  let source: UnsafeMutableRawPointer
  let sums: UnsafeMutableRawPointer
  /// Bytes from one pixel to the next in the sums.
  let sumsStride: Int
}

/// Vectors in the next panel when `channels` channels are left.
@inline(__always)
func panelVectors(_ channels: Int, _ lanes: Int) -> Int {
  evenPiece((channels &+ lanes &- 1) / lanes, TileSize.gatheredVectors)
}

extension Element
where
  Self: Number, Eight: Vector, Eight.Scalar == Self, Tile: Vector, Tile.Scalar == Self, Lanes: Vector,
  Lanes.Scalar == Self
{
  /// The sums of `count` pixels, whose byte offsets are `pixels`.
  @inline(__always)
  static func multiplyPixels(
    _ p: PixelProduct, _ pixels: UnsafeMutablePointer<Int>, count: Int, _ ahead: inout Ahead
  ) {
    withUnsafeMutablePointer(to: &ahead) { multiplyPixels(p, pixels, count: count, $0) }
  }

  @inline(__always)
  private static func multiplyPixels(
    _ p: PixelProduct, _ pixels: UnsafeMutablePointer<Int>, count: Int, _ ahead: UnsafeMutablePointer<Ahead>
  ) {
    var first = 0
    while first < p.channels {
      let vectors = panelVectors(p.channels &- first, tileLanes)
      let width = vectors &* tileLanes
      var depth = 0
      while depth < p.depth || depth == 0 {
        var o = TileOperands(
          a: p.source, depthOffsets: UnsafePointer(p.taps + depth),
          b: p.weights + (first &* p.depth &+ depth &* width) &* size, bStride: width &* size, c: p.sums,
          cStride: p.sumsStride, depth: min(Int(CS_PRODUCT_CHUNK), p.depth &- depth), lastLanes: tileLanes,
          adds: depth > 0, ahead: ahead)
        var row = 0
        while row < count {
          o.rowOffsets = UnsafePointer(pixels + row)
          o.c = p.sums + row &* p.sumsStride + first &* size
          let height = tileHeight(count &- row)
          runGatheredTile(rows: height, vectors: vectors, o)
          row &+= height
        }
        depth &+= Int(CS_PRODUCT_CHUNK)
      }
      first &+= width
    }
  }

  /// Packs the weights of a convolution (or its adjoint) for its result's channels.
  @inline(__always)
  static func packWeightsByChannels(_ p: ViewProblem, _ panels: UnsafeMutableRawPointer) {
    let taps = p.shape.taps
    var first = 0
    while first < p.channels {
      let width = panelVectors(p.channels &- first, tileLanes) &* tileLanes
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

  /// result[c][j] = rows[j][c] for `count` rows; strides are bytes.
  @inline(__always)
  static func storeColumns(
    _ rows: UnsafeMutableRawPointer, _ rowStride: Int, count: Int, _ result: UnsafeMutableRawPointer, _ stride: Int,
    channels: Int
  ) {
    let whole = count / 8 &* 8
    var c = 0
    while c < channels {
      let columns = min(8, channels &- c)
      let from = rows + c &* size
      let to = result + c &* stride
      if columns == 8 {
        for j in 0..<(whole / 8) {
          transposeSquare(from + 8 &* j &* rowStride, rowStride, to + 8 &* j &* size, stride)
        }
      } else {
        for j in 0..<(whole / 8) {
          transposePart(
            from + 8 &* j &* rowStride, rowStride, rows: 8, to + 8 &* j &* size, stride, count: columns)
        }
      }
      for j in whole..<max(whole, count) {
        for i in 0..<columns {
          store(load(from + j &* rowStride + i &* size, Self.self), to + i &* stride + j &* size)
        }
      }
      c &+= 8
    }
  }
}
