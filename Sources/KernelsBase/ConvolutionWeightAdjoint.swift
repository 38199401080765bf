// conv2d_weight_adjoint: dw[o, r] = Σ_images Σ_j g[o, j] · x[offset_r + offset_j],  r = (channel, ky, kx), j = (y, x).
//
// Lanes run along the output channels: the gradient is transposed to [j][o], and the image's planes are read element
// by element.
//
// Order: images in groups of ceil(images / CS_IMAGE_GROUPS). Within a group, every image's chains over
// CS_PRODUCT_CHUNK consecutive j are added to the group's sum, which starts at +0, image after image and chunk after
// chunk; then the groups are added in order, from the first. Chunks of the instruction are ranges of groups, then
// (finishing) ranges of r.

import CPUFeatures

/// A weight adjoint bound to memory.
struct WeightProblem {
  let shape: ConvolutionShape
  let gradient, source, result: UnsafeMutableRawPointer
  /// [group][r][o], rows padded to 16.
  let workspace: UnsafeMutableRawPointer
  /// Where the gradient is a pooled one: the bytes of the choices.
  let choices: UnsafeMutableRawPointer?
  let chunk, chunks, finishChunks: Int

  @inline(__always)
  init(_ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ chunk: Int) {
    shape = ConvolutionShape(i)
    gradient = arena + Int(i.pointee.a)
    source = arena + Int(i.pointee.b)
    result = arena + Int(i.pointee.out)
    workspace = arena + Int(i.pointee.workspace)
    let isPooled = i.pointee.opcode.rawValue == cs_opcode.conv2dPoolWeightAdjoint.rawValue
    choices = isPooled ? arena + Int(i.pointee.table) : nil
    self.chunk = chunk
    chunks = Int(i.pointee.chunks)
    finishChunks = Int(i.pointee.finish_chunks)
  }
}

/// Where the parts of the scratch lie.
struct WeightPlace {
  let depthOffsets, rowOffsets: UnsafeMutablePointer<Int>
  let planes, gradient, windows: UnsafeMutableRawPointer

  @inline(__always)
  init(_ plan: WeightScratch, _ scratch: UnsafeMutableRawPointer) {
    depthOffsets = scratch.assumingMemoryBound(to: Int.self)
    rowOffsets = (scratch + plan.depthOffsetsBytes).assumingMemoryBound(to: Int.self)
    planes = scratch + plan.depthOffsetsBytes + plan.rowOffsetsBytes
    gradient = planes + plan.planesBytes
    windows = gradient + plan.gradientBytes
  }
}

/// Panels [j][o] of an image's gradient, `depth` long, of which those from `first` on are used.
struct GradientPanels {
  let base: UnsafeMutableRawPointer
  let depth, first, channels: Int
}

extension Element
where
  Self: Number, Eight: Vector, Eight.Scalar == Self, Tile: Vector, Tile.Scalar == Self, Lanes: Vector,
  Lanes.Scalar == Self, Choices: BitwiseCopyable
{
  /// One chunk, first or finishing.
  @inline(__always)
  static func weightAdjoint(_ p: WeightProblem, _ scratch: UnsafeMutableRawPointer) {
    let plan = WeightScratch(p.shape, size: size, isPooled: p.choices != nil)
    if p.chunk >= p.chunks {
      addGroups(p, plan, scratch)
      return
    }
    let place = WeightPlace(plan, scratch)
    outputOffsets(p.shape, plan.layout, place.depthOffsets)
    tapOffsets(p.shape, plan.layout, place.rowOffsets)
    for group in (plan.groups &* p.chunk / p.chunks)..<(plan.groups &* (p.chunk &+ 1) / p.chunks) {
      let sums = p.workspace + group &* plan.groupStride
      clear(sums, count: plan.groupStride)
      let first = group &* plan.groupImages
      for image in first..<min(first &+ plan.groupImages, p.shape.images) { addImage(p, plan, image, sums, place) }
    }
  }

  /// Byte offset of every output position in the planes.
  @inline(__always)
  private static func outputOffsets(_ s: ConvolutionShape, _ l: PlaneLayout, _ offsets: UnsafeMutablePointer<Int>) {
    for y in 0..<s.outHeight {
      for x in 0..<s.outWidth { offsets[y &* s.outWidth &+ x] = (y &* l.columns &+ x) &* size }
    }
  }

  /// Byte offset of every (channel, ky, kx) in the planes.
  @inline(__always)
  private static func tapOffsets(_ s: ConvolutionShape, _ l: PlaneLayout, _ offsets: UnsafeMutablePointer<Int>) {
    var r = 0
    for c in 0..<l.channels {
      for ky in 0..<s.kernelHeight {
        for kx in 0..<s.kernelWidth {
          offsets[r] = l.offset(c, ky, kx) &* size
          r &+= 1
        }
      }
    }
  }

  /// Adds one image's products to a group's sums.
  @inline(__always)
  private static func addImage(
    _ p: WeightProblem, _ plan: WeightScratch, _ image: Int, _ sums: UnsafeMutableRawPointer, _ place: WeightPlace
  ) {
    let s = p.shape
    let outputs = s.outHeight &* s.outWidth
    let windows = (s.outHeight / 2) &* (s.outWidth / 2)
    let gradientBytes = s.outChannels &* (p.choices == nil ? outputs : windows) &* size
    let sourceBytes = s.channels &* s.height &* s.width &* size
    let g = p.gradient + image &* gradientBytes
    let source = p.source + image &* sourceBytes
    var ahead = Ahead(
      g + gradientBytes, bytes: gradientBytes, then: source + sourceBytes, secondBytes: sourceBytes)
    if let choices = p.choices {
      let pooled = PooledGradient(
        rows: place.windows, stride: plan.sumsStride, choices: choices + image &* windows &* plan.sumsStride / size,
        windowRows: s.outHeight / 2, windowColumns: s.outWidth / 2)
      transposeWindows(g, channels: s.outChannels, pooled)
      scatterPanels(pooled, s, place.gradient)
    }
    var channel = 0
    while channel < s.channels {
      var layout = plan.layout
      layout.channels = min(plan.channels, s.channels &- channel)
      fillPlanes(layout, source + channel &* s.height &* s.width &* size, firstRow: 0, place.planes)
      var depth = 0
      while depth < outputs {
        let length = min(Int(CS_PRODUCT_CHUNK), outputs &- depth)
        var panels = GradientPanels(base: place.gradient, depth: outputs, first: depth, channels: plan.sumsStride / size)
        if p.choices == nil {
          transposeGradient(g + depth &* size, outputs &* size, rows: s.outChannels, depth: length, place.gradient)
          panels = GradientPanels(base: place.gradient, depth: length, first: 0, channels: s.outChannels)
        }
        withUnsafeMutablePointer(to: &ahead) { addProducts(
          panels, rows: layout.channels &* s.taps,
          TileOperands(
            a: place.planes, rowOffsets: UnsafePointer(place.rowOffsets),
            depthOffsets: UnsafePointer(place.depthOffsets + depth), b: place.gradient,
            c: sums + channel &* s.taps &* plan.sumsStride, cStride: plan.sumsStride, depth: length,
            lastLanes: tileLanes, adds: true, ahead: $0)) }
        depth &+= length
      }
      channel &+= layout.channels
    }
  }

  /// Panels [j][o] of `TileSize.gatheredVectors` vectors of output channels, side by side, from g[o][j].
  @inline(__always)
  private static func transposeGradient(
    _ g: UnsafeMutableRawPointer, _ stride: Int, rows: Int, depth: Int, _ panels: UnsafeMutableRawPointer
  ) {
    var first = 0
    while first < rows {
      let width = panelVectors(rows &- first, tileLanes) &* tileLanes
      let panel = panels + first &* depth &* size
      var o = 0
      while o < min(width, rows &- first) {
        transposeRows(
          g + (first &+ o) &* stride, stride, rows: min(8, rows &- first &- o), depth: depth, panel + o &* size,
          width &* size)
        o &+= 8
      }
      first &+= width
    }
  }

  /// Tiles over `rows` rows and the panels; `operands` describes the first.
  @inline(__always)
  private static func addProducts(
    _ panels: GradientPanels, rows: Int, _ operands: TileOperands
  ) {
    var o = operands
    var first = 0
    while first < panels.channels {
      let vectors = panelVectors(panels.channels &- first, tileLanes)
      let width = vectors &* tileLanes
      o.b = UnsafeRawPointer(panels.base + (first &* panels.depth &+ panels.first &* width) &* size)
      o.bStride = width &* size
      var row = 0
      while row < rows {
        o.rowOffsets = operands.rowOffsets.unsafelyUnwrapped + row
        o.c = operands.c + row &* o.cStride + first &* size
        let height = tileHeight(rows &- row)
        runGatheredTile(rows: height, vectors: vectors, o)
        row &+= height
      }
      first &+= width
    }
  }

  /// Finishing: dw[o][r] = the groups' sums [r][o], added in order, for a range of r.
  @inline(__always)
  private static func addGroups(_ p: WeightProblem, _ plan: WeightScratch, _ scratch: UnsafeMutableRawPointer) {
    let rows = p.shape.channels &* p.shape.taps
    let outChannels = p.shape.outChannels
    let blocks = (rows &+ 7) / 8
    let finish = p.chunk &- p.chunks
    for block in (blocks &* finish / p.finishChunks)..<(blocks &* (finish &+ 1) / p.finishChunks) {
      let row = block &* 8
      let height = min(8, rows &- row)
      let bytes = height &* plan.sumsStride
      if plan.groups == 0 { clear(scratch, count: bytes) }
      for group in 0..<plan.groups {
        let sums = p.workspace + group &* plan.groupStride + row &* plan.sumsStride
        if group == 0 {
          copyBytes(from: sums, to: scratch, count: bytes)
        } else {
          addRun(sums, scratch, bytes / size)
        }
      }
      let to = p.result + row &* size
      if height == 8 {
        var o = 0
        while o < outChannels {
          transposePart(
            scratch + o &* size, plan.sumsStride, rows: 8, to + o &* rows &* size, rows &* size,
            count: min(8, outChannels &- o))
          o &+= 8
        }
      } else {
        for r in 0..<height {
          for o in 0..<outChannels {
            store(load(scratch + r &* plan.sumsStride + o &* size, Self.self), to + (o &* rows &+ r) &* size)
          }
        }
      }
    }
  }
}

extension Float {
  @inline(never) static func weightAdjoint(_ p: WeightProblem, scratch: UnsafeMutableRawPointer) {
    weightAdjoint(p, scratch)
  }
}

extension Double {
  @inline(never) static func weightAdjoint(_ p: WeightProblem, scratch: UnsafeMutableRawPointer) {
    weightAdjoint(p, scratch)
  }
}
