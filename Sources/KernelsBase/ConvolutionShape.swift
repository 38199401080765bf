// Shapes of convolutions and how their images are laid out for them.
//
// An image is copied once into *planes*: padded with zeros, and cut by the stride into phases, so that the elements
// that one tap of the window reads for consecutive outputs stand side by side. A tap is then nothing but an offset:
// row k of the implicit matrix starts at planes + offset[k], and no element is stored twice. Output columns run over
// the padded width; the few that lie between two rows are computed and dropped.

import CPUFeatures

/// The shape of a convolution instruction.
struct ConvolutionShape {
  let images, channels, height, width: Int
  let outChannels, kernelHeight, kernelWidth: Int
  let strideY, strideX: Int
  let top, left: Int
  let outHeight, outWidth: Int

  @inline(__always)
  init(_ i: UnsafePointer<cs_instruction>) {
    images = Int(i.pointee.n0)
    channels = Int(i.pointee.n1)
    height = Int(i.pointee.n2)
    width = Int(i.pointee.n3)
    outChannels = Int(i.pointee.n4)
    kernelHeight = Int(i.pointee.n5)
    kernelWidth = Int(i.pointee.n6)
    strideY = Int(i.pointee.n7)
    strideX = Int(i.pointee.n8)
    top = Int(i.pointee.n9)
    left = Int(i.pointee.n10)
    outHeight = Int(i.pointee.n11)
    outWidth = Int(i.pointee.n12)
  }

  @inline(__always) var taps: Int { kernelHeight &* kernelWidth }
}

/// How source planes (height × width each) become padded, phase-split planes of `rows` × `columns` elements.
struct PlaneLayout {
  /// Source planes and their size.
  var channels, height, width: Int
  /// Phases in each direction: the plane of phase (py, px) holds every `stepY`-th row from py on.
  var stepY, stepX: Int
  /// Zeros between neighbouring source elements, plus one.
  var dilationY, dilationX: Int
  /// Padding above and to the left; negative if source rows or columns are cut off.
  var top, left: Int
  /// Size of one plane.
  var rows, columns: Int

  @inline(__always) var planeLength: Int { rows &* columns }
  @inline(__always) var length: Int { channels &* stepY &* stepX &* planeLength }

  /// The planes that conv2d and conv2d_weight_adjoint read for `outRows` rows of outputs.
  @inline(__always)
  static func ofInput(_ s: ConvolutionShape, channels: Int, outRows: Int) -> PlaneLayout {
    PlaneLayout(
      channels: channels, height: s.height, width: s.width, stepY: s.strideY, stepX: s.strideX, dilationY: 1,
      dilationX: 1, top: s.top, left: s.left, rows: outRows &+ (s.kernelHeight &- 1) / s.strideY,
      columns: s.outWidth &+ (s.kernelWidth &- 1) / s.strideX)
  }

  /// The planes of the outputs' gradient that conv2d_input_adjoint reads for `inRows` rows of inputs.
  @inline(__always)
  static func ofGradient(_ s: ConvolutionShape, inRows: Int) -> PlaneLayout {
    PlaneLayout(
      channels: s.outChannels, height: s.outHeight, width: s.outWidth, stepY: 1, stepX: 1, dilationY: s.strideY,
      dilationX: s.strideX, top: s.kernelHeight &- 1 &- s.top, left: s.kernelWidth &- 1 &- s.left,
      rows: inRows &+ s.kernelHeight &- 1, columns: s.width &+ s.kernelWidth &- 1)
  }

  /// Where output (0, 0) finds tap (ky, kx) of channel `c`, in elements, when the window slides over the input.
  @inline(__always)
  func offset(_ c: Int, _ ky: Int, _ kx: Int) -> Int {
    let plane = (c &* stepY &+ ky % stepY) &* stepX &+ kx % stepX
    return plane &* planeLength &+ ky / stepY &* columns &+ kx / stepX
  }
}

extension Element where Self: Number, Lanes: Vector, Lanes.Scalar == Self {
  /// Fills the planes from `source` (channels × height × width), output rows from `firstRow` on.
  @inline(__always)
  static func fillPlanes(
    _ l: PlaneLayout, _ source: UnsafeMutableRawPointer, firstRow: Int, _ planes: UnsafeMutableRawPointer
  ) {
    if l.stepX == 1 && l.stepY == 1 && l.dilationX == 1 && l.dilationY == 1 {
      shiftPlanes(l, source, firstRow: firstRow, planes)
      return
    }
    var to = planes
    for c in 0..<l.channels {
      let from = source + c &* l.height &* l.width &* size
      for py in 0..<l.stepY {
        for px in 0..<l.stepX {
          for q in 0..<l.rows {
            let dilated = (q &+ firstRow) &* l.stepY &+ py &- l.top
            let row = dilated / l.dilationY
            if dilated < 0 || row >= l.height || row &* l.dilationY != dilated {
              fillRun(to, l.columns, Self.zero)
            } else {
              spreadRow(l, from + row &* l.width &* size, phase: px, to)
            }
            to += l.columns &* size
          }
        }
      }
    }
  }

  /// The same without phases and gaps: every plane is the source's, shifted.
  @inline(__always)
  private static func shiftPlanes(
    _ l: PlaneLayout, _ source: UnsafeMutableRawPointer, firstRow: Int, _ planes: UnsafeMutableRawPointer
  ) {
    let above = max(0, min(l.rows, l.top &- firstRow))
    let end = max(above, min(l.rows, l.height &+ l.top &- firstRow))
    let stride = l.columns &* size
    for c in 0..<l.channels {
      let plane = planes + c &* l.rows &* stride
      fillRun(plane, above &* l.columns, Self.zero)
      let first = source + (c &* l.height &+ firstRow &- l.top &+ above) &* l.width &* size
      if l.left >= 0 && l.left < lanes && l.width &+ lanes >= l.columns {
        shiftRows(l, first, plane + above &* stride, count: end &- above)
      } else {
        for q in above..<end { shiftRow(l, first + (q &- above) &* l.width &* size, plane + q &* stride) }
      }
      fillRun(plane + end &* stride, (l.rows &- end) &* l.columns, Self.zero)
    }
  }

  /// `count` rows of a plane with narrow margins. Whole vectors are stored, ascending, over the end by less than one.
  @inline(__always)
  private static func shiftRows(
    _ l: PlaneLayout, _ source: UnsafeMutableRawPointer, _ to: UnsafeMutableRawPointer, count: Int
  ) {
    let width = min(l.width, l.columns &- l.left)
    let vectors = (width &+ lanes &- 1) / lanes
    var from = source
    var row = to
    for _ in 0..<count {
      store(Lanes.zero, row)
      let inner = row + l.left &* size
      for v in 0..<vectors { store(load(from + v &* 64, Lanes.self), inner + v &* 64) }
      store(Lanes.zero, inner + width &* size)
      from += l.width &* size
      row += l.columns &* size
    }
  }

  /// One row of a plane: zeros, the source's row, zeros. Whole vectors are stored, ascending, over the end by less
  /// than one.
  @inline(__always)
  private static func shiftRow(_ l: PlaneLayout, _ source: UnsafeMutableRawPointer, _ to: UnsafeMutableRawPointer) {
    let before = max(0, min(l.left, l.columns))
    let start = max(0, 0 &- l.left)
    let count = max(0, min(l.width &- start, l.columns &- before))
    store(Lanes.zero, to)
    var at = lanes
    while at < before {
      store(Lanes.zero, to + at &* size)
      at &+= lanes
    }
    at = 0
    while at < count {
      store(load(source + (start &+ at) &* size, Lanes.self), to + (before &+ at) &* size)
      at &+= lanes
    }
    at = before &+ count
    while at < l.columns {
      store(Lanes.zero, to + at &* size)
      at &+= lanes
    }
  }

  /// One row of a plane with phases or gaps, element by element.
  @inline(__always)
  private static func spreadRow(
    _ l: PlaneLayout, _ source: UnsafeMutableRawPointer, phase: Int, _ to: UnsafeMutableRawPointer
  ) {
    for q in 0..<l.columns {
      let dilated = q &* l.stepX &+ phase &- l.left
      let column = dilated / l.dilationX
      let isSource = dilated >= 0 && column < l.width && column &* l.dilationX == dilated
      store(isSource ? load(source + column &* size, Self.self) : Self.zero, to + q &* size)
    }
  }
}
