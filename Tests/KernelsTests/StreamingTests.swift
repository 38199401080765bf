import CPUFeatures
import Testing

struct StreamingTests {
  @Test(arguments: [0, 1, 2, 3, 4, 7, 8, 9, 500, 3500]) func `numbers stored past the caches are those, and no others change`(_ count: Int) {
    for shift in 0..<8 {
      let doubles = (0..<count).map { Double($0) + 0.1 }
      let floats = doubles.map { Float($0) }
      let before = [Double](repeating: -1, count: shift)
      func stored(_ store: (UnsafeMutablePointer<Double>) -> Void) -> [Double] {
        var target = [Double](repeating: -1, count: shift + count + 8)
        target.withUnsafeMutableBufferPointer { store($0.baseAddress! + shift) }
        cs_end_streaming()
        return target
      }
      let behind = [Double](repeating: -1, count: 8)
      #expect(stored { cs_stream_f64($0, doubles, count) } == before + doubles + behind)
      #expect(stored { cs_stream_f32($0, floats, count) } == before + floats.map { Double($0) } + behind)
    }
  }
}
