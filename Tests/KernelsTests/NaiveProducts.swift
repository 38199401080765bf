import CPUFeatures

/// Adds up products in the canonical order: chains of fused multiply-adds over CS_PRODUCT_CHUNK, chunks added in order.
struct ProductChain<T: TestNumber> {
  private var chunk: T = 0
  private var length = 0
  private var total: T?

  /// - Parameter start: what the first chunk is added to, if anything.
  init(addedTo start: T? = nil) { total = start }

  mutating func add(_ a: T, _ b: T) {
    if length == Int(CS_PRODUCT_CHUNK) { close() }
    chunk = chunk.addingProduct(a, b)
    length += 1
  }

  private mutating func close() {
    total = total.map { $0 + chunk } ?? chunk
    chunk = 0
    length = 0
  }

  mutating func sum() -> T {
    if length > 0 || total == nil { close() }
    return total!
  }
}

/// op(a) op(b) of row-major matrices, and what it is added to, if anything.
func naiveProduct<T: TestNumber>(
  _ a: [T], _ b: [T], m: Int, n: Int, k: Int, transposesA: Bool = false, transposesB: Bool = false, addedTo before: [T]? = nil
) -> [T] {
  var out: [T] = []
  for i in 0..<m {
    for j in 0..<n {
      var chain = ProductChain<T>(addedTo: before?[i * n + j])
      for p in 0..<k { chain.add(a[transposesA ? p * m + i : i * k + p], b[transposesB ? j * k + p : p * n + j]) }
      out.append(chain.sum())
    }
  }
  return out
}

/// The shape of a windowed operation, as in cs_instruction.h.
struct Window {
  var images = 1
  var channels = 1
  var height = 1
  var width = 1
  var outChannels = 1
  var kernelHeight = 1
  var kernelWidth = 1
  var strideY = 1
  var strideX = 1
  var top = 0
  var left = 0
  var outHeight = 1
  var outWidth = 1

  /// A window with the padding `bottom` and `right` as well; the output is what fits.
  init(
    images: Int = 1, channels: Int = 1, height: Int, width: Int, outChannels: Int = 1, kernel: (Int, Int),
    stride: (Int, Int) = (1, 1),
    padding: (top: Int, left: Int, bottom: Int, right: Int) = (0, 0, 0, 0)
  ) {
    self.images = images
    self.channels = channels
    self.height = height
    self.width = width
    self.outChannels = outChannels
    (kernelHeight, kernelWidth) = kernel
    (strideY, strideX) = stride
    (top, left) = (padding.top, padding.left)
    outHeight = (height + padding.top + padding.bottom - kernel.0) / stride.0 + 1
    outWidth = (width + padding.left + padding.right - kernel.1) / stride.1 + 1
  }

  var inputCount: Int { images * channels * height * width }
  var outputCount: Int { images * outChannels * outHeight * outWidth }
  var weightCount: Int { outChannels * channels * kernelHeight * kernelWidth }

  func fill(_ i: inout cs_instruction) {
    (i.n0, i.n1, i.n2, i.n3) = (Int64(images), Int64(channels), Int64(height), Int64(width))
    (i.n4, i.n5, i.n6) = (Int64(outChannels), Int64(kernelHeight), Int64(kernelWidth))
    (i.n7, i.n8, i.n9, i.n10) = (Int64(strideY), Int64(strideX), Int64(top), Int64(left))
    (i.n11, i.n12) = (Int64(outHeight), Int64(outWidth))
  }

  /// The index of input (image, channel, y, x), or nil where it is padding.
  func input(_ image: Int, _ channel: Int, _ y: Int, _ x: Int) -> Int? {
    y >= 0 && y < height && x >= 0 && x < width ? ((image * channels + channel) * height + y) * width + x : nil
  }

  func output(_ image: Int, _ channel: Int, _ y: Int, _ x: Int) -> Int {
    ((image * outChannels + channel) * outHeight + y) * outWidth + x
  }

  func weight(_ o: Int, _ c: Int, _ ky: Int, _ kx: Int) -> Int {
    ((o * channels + c) * kernelHeight + ky) * kernelWidth + kx
  }
}

func naiveConvolution<T: TestNumber>(_ x: [T], _ w: [T], _ s: Window) -> [T] {
  var out = [T](repeating: 0, count: s.outputCount)
  for n in 0..<s.images {
    for o in 0..<s.outChannels {
      for y in 0..<s.outHeight {
        for column in 0..<s.outWidth {
          var chain = ProductChain<T>()
          for c in 0..<s.channels {
            for ky in 0..<s.kernelHeight {
              for kx in 0..<s.kernelWidth {
                let place = s.input(n, c, y * s.strideY - s.top + ky, column * s.strideX - s.left + kx)
                chain.add(w[s.weight(o, c, ky, kx)], place.map { x[$0] } ?? 0)
              }
            }
          }
          out[s.output(n, o, y, column)] = chain.sum()
        }
      }
    }
  }
  return out
}

func naiveInputAdjoint<T: TestNumber>(_ g: [T], _ w: [T], _ s: Window) -> [T] {
  var out = [T](repeating: 0, count: s.inputCount)
  for n in 0..<s.images {
    for c in 0..<s.channels {
      for y in 0..<s.height {
        for x in 0..<s.width {
          var chain = ProductChain<T>()
          for o in 0..<s.outChannels {
            for ky in 0..<s.kernelHeight {
              for kx in 0..<s.kernelWidth {
                let (dy, dx) = (y + s.top - ky, x + s.left - kx)
                let (oy, ox) = (dy / s.strideY, dx / s.strideX)
                let used =
                  dy >= 0 && dx >= 0 && oy * s.strideY == dy && ox * s.strideX == dx && oy < s.outHeight
                  && ox < s.outWidth
                chain.add(w[s.weight(o, c, ky, kx)], used ? g[s.output(n, o, oy, ox)] : 0)
              }
            }
          }
          out[s.input(n, c, y, x)!] = chain.sum()
        }
      }
    }
  }
  return out
}

func naiveWeightAdjoint<T: TestNumber>(_ g: [T], _ x: [T], _ s: Window) -> [T] {
  let groupImages = max(1, (s.images + Int(CS_IMAGE_GROUPS) - 1) / Int(CS_IMAGE_GROUPS))
  let outputs = s.outHeight * s.outWidth
  var out = [T](repeating: 0, count: s.weightCount)
  for o in 0..<s.outChannels {
    for c in 0..<s.channels {
      for ky in 0..<s.kernelHeight {
        for kx in 0..<s.kernelWidth {
          var total: T?
          for first in stride(from: 0, to: s.images, by: groupImages) {
            var group: T = 0
            for n in first..<min(first + groupImages, s.images) {
              for start in stride(from: 0, to: outputs, by: Int(CS_PRODUCT_CHUNK)) {
                var chain = ProductChain<T>()
                for j in start..<min(start + Int(CS_PRODUCT_CHUNK), outputs) {
                  let (y, column) = (j / s.outWidth, j % s.outWidth)
                  let place = s.input(n, c, y * s.strideY - s.top + ky, column * s.strideX - s.left + kx)
                  chain.add(place.map { x[$0] } ?? 0, g[s.output(n, o, y, column)])
                }
                group += chain.sum()
              }
            }
            total = total.map { $0 + group } ?? group
          }
          out[s.weight(o, c, ky, kx)] = total ?? 0
        }
      }
    }
  }
  return out
}
