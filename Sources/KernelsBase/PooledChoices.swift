// Which element of a 2 × 2 window was chosen, as a byte for each window and channel; lanes run along the channels.

import CPUFeatures

extension Float {
  @inline(__always)
  static func choices(_ second: Mask, _ fourth: Mask, _ below: Mask) -> SIMD16<UInt8> {
    let one = splat(Int32(1))
    return cs_bytes_f32(cs_replace_bits_f32(second & one, (fourth & one) | splat(Int32(2)), below))
  }

  @inline(__always)
  static func isChoice(_ choices: SIMD16<UInt8>, _ place: Int) -> Mask {
    cs_equal_bits_f32(cs_from_bytes_f32(choices), splat(Int32(truncatingIfNeeded: place)))
  }
}

extension Double {
  @inline(__always)
  static func choices(_ second: Mask, _ fourth: Mask, _ below: Mask) -> SIMD8<UInt8> {
    let one = splat(Int64(1))
    return cs_bytes_f64(cs_replace_bits_f64(second & one, (fourth & one) | splat(Int64(2)), below))
  }

  @inline(__always)
  static func isChoice(_ choices: SIMD8<UInt8>, _ place: Int) -> Mask {
    cs_equal_bits_f64(cs_from_bytes_f64(choices), splat(Int64(place)))
  }
}
