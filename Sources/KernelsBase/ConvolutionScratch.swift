// The scratch memory of convolutions: how it is shared out, and how much there must be. One set of formulas serves
// the kernels and the planner.

import CPUFeatures

/// Bytes rounded up to whole cache lines, with room for reads and stores that run over the end.
@inline(__always)
func padded(_ bytes: Int) -> Int { (bytes &+ 63) / 64 &* 64 &+ 256 }

/// Bytes of planes that one pass should stay within: they are read many times.
private let planeBudget = 256 << 10

/// Scratch of conv2d and conv2d_input_adjoint. All members are bytes but `rows`.
struct ViewScratch {
  /// Output rows that are computed at once.
  let rows: Int
  let layout: PlaneLayout
  let offsetsBytes, weightsBytes, planesBytes, sumsBytes: Int
  /// From one output channel to the next in the sums.
  let sumsStride: Int

  var total: Int { offsetsBytes &+ weightsBytes &+ planesBytes &+ sumsBytes }

  /// - Parameters:
  ///   - adjoint: conv2d_input_adjoint.
  ///   - size: bytes of an element.
  @inline(__always)
  init(_ s: ConvolutionShape, adjoint: Bool, size: Int) {
    let height = adjoint ? s.height : s.outHeight
    let channels = adjoint ? s.channels : s.outChannels
    let depth = (adjoint ? s.outChannels : s.channels) &* s.taps
    let whole = Self.layout(s, adjoint, height)
    var rows = height
    if whole.length &* size > planeBudget {
      let margin = Self.layout(s, adjoint, 0).length
      let perRow = max(1, Self.layout(s, adjoint, 1).length &- margin)
      rows = max(1, min(height, (planeBudget / size &- margin) / perRow))
    }
    self.rows = rows
    layout = Self.layout(s, adjoint, rows)
    let panels = (channels &+ TileSize.rows &- 1) / TileSize.rows &* TileSize.rows
    let columns = (rows &* layout.columns &+ 63) / 64 &* 64
    sumsStride = columns &* size
    offsetsBytes = padded(depth &* 8)
    weightsBytes = padded(panels &* depth &* size)
    planesBytes = padded(layout.length &* size)
    sumsBytes = padded(panels &* sumsStride)
  }

  @inline(__always)
  private static func layout(_ s: ConvolutionShape, _ adjoint: Bool, _ rows: Int) -> PlaneLayout {
    adjoint ? .ofGradient(s, inRows: rows) : .ofInput(s, channels: s.channels, outRows: rows)
  }
}

/// Scratch and workspace of conv2d_weight_adjoint. All members are bytes but `channels`, `groups`, `groupImages`.
struct WeightScratch {
  /// Input channels that are worked on at once.
  let channels: Int
  let layout: PlaneLayout
  let depthOffsetsBytes, rowOffsetsBytes, planesBytes, gradientBytes, windowsBytes: Int
  /// From one row of a group's sums to the next, and from group to group.
  let sumsStride, groupStride: Int
  let groups, groupImages: Int

  var total: Int { depthOffsetsBytes &+ rowOffsetsBytes &+ planesBytes &+ gradientBytes &+ windowsBytes }

  /// - Parameter isPooled: conv2d_pool_weight_adjoint.
  @inline(__always)
  init(_ s: ConvolutionShape, size: Int, isPooled: Bool) {
    let one = PlaneLayout.ofInput(s, channels: 1, outRows: s.outHeight)
    channels = max(1, min(s.channels, planeBudget / size / max(1, one.length)))
    layout = .ofInput(s, channels: channels, outRows: s.outHeight)
    sumsStride = (s.outChannels &+ 15) / 16 &* 16 &* size
    groupStride = s.channels &* s.taps &* sumsStride
    groupImages = max(1, (s.images &+ Int(CS_IMAGE_GROUPS) &- 1) / Int(CS_IMAGE_GROUPS))
    groups = (s.images &+ groupImages &- 1) / groupImages
    depthOffsetsBytes = padded(s.outHeight &* s.outWidth &* 8)
    rowOffsetsBytes = padded((channels &* s.taps &+ TileSize.rows) &* 8)
    planesBytes = padded(layout.length &* size)
    gradientBytes = padded((isPooled ? s.outHeight &* s.outWidth : Int(CS_PRODUCT_CHUNK)) &* sumsStride)
    windowsBytes = padded(max(8, isPooled ? (s.outHeight / 2) &* (s.outWidth / 2) : 0) &* sumsStride)
  }
}

/// Bytes of scratch that a convolution instruction needs, on any instruction set.
package func convolutionScratchBytes(_ instruction: cs_instruction) -> Int {
  withUnsafePointer(to: instruction) {
    let shape = ConvolutionShape($0)
    let size = cs_type_bytes(instruction.type)
    // The weights and sums are padded to whole tiles, whose height differs between instruction sets: at most 8 rows.
    switch instruction.opcode {
    case .conv2d, .conv2dInputAdjoint:
      let adjoint = instruction.opcode.rawValue == cs_opcode.conv2dInputAdjoint.rawValue
      let scratch = ViewScratch(shape, adjoint: adjoint, size: size)
      let depth = (adjoint ? shape.outChannels : shape.channels) &* shape.taps
      let byChannels = ChannelScratch(shape, adjoint: adjoint, size: size)
      return max(scratch.total &+ 8 &* (depth &* size &+ scratch.sumsStride), byChannels.total)
    case .conv2dPool: return PooledScratch(shape, size: size).total
    case .conv2dPoolInputAdjoint: return PooledAdjointScratch(shape, size: size).total
    default:
      let isPooled = instruction.opcode.rawValue == cs_opcode.conv2dPoolWeightAdjoint.rawValue
      return WeightScratch(shape, size: size, isPooled: isPooled).total &+ 64
    }
  }
}

/// Groups of images of a conv2d_weight_adjoint, and the bytes of its workspace.
package func weightAdjointGroups(_ instruction: cs_instruction) -> (groups: Int, workspaceBytes: Int) {
  withUnsafePointer(to: instruction) {
    let scratch = WeightScratch(
      ConvolutionShape($0), size: cs_type_bytes(instruction.type), isPooled: false)
    return (scratch.groups, scratch.groups &* scratch.groupStride &+ 64)
  }
}
