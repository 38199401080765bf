import KernelsBase

// exp, log, sin and cos in double-double, about 100 bits: what the scalar functions round from.
//
// Slow (about a microsecond) and simple: Taylor series with constants computed by mpmath in 400 bits
// (scripts/derive/double_double.py), every step in double-double.

extension DoubleDouble {
  static let ln2 = DoubleDouble(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56)
  static let inverseLn2 = DoubleDouble(0x1.71547652b82fep0, 0x1.777d0ffda0d24p-56)
  static let inverseLn10 = DoubleDouble(0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57)

  /// 1/n!
  private static let inverseFactorials: [DoubleDouble] = [
    DoubleDouble(0x1.0000000000000p0, 0x0.0p0),  // 1/0!
    DoubleDouble(0x1.0000000000000p0, 0x0.0p0),  // 1/1!
    DoubleDouble(0x1.0000000000000p-1, 0x0.0p0),  // 1/2!
    DoubleDouble(0x1.5555555555555p-3, 0x1.5555555555555p-57),  // 1/3!
    DoubleDouble(0x1.5555555555555p-5, 0x1.5555555555555p-59),  // 1/4!
    DoubleDouble(0x1.1111111111111p-7, 0x1.1111111111111p-63),  // 1/5!
    DoubleDouble(0x1.6c16c16c16c17p-10, -0x1.f49f49f49f49fp-65),  // 1/6!
    DoubleDouble(0x1.a01a01a01a01ap-13, 0x1.a01a01a01a01ap-73),  // 1/7!
    DoubleDouble(0x1.a01a01a01a01ap-16, 0x1.a01a01a01a01ap-76),  // 1/8!
    DoubleDouble(0x1.71de3a556c734p-19, -0x1.c154f8ddc6c00p-73),  // 1/9!
    DoubleDouble(0x1.27e4fb7789f5cp-22, 0x1.cbbc05b4fa99ap-76),  // 1/10!
    DoubleDouble(0x1.ae64567f544e4p-26, -0x1.c062e06d1f209p-80),  // 1/11!
    DoubleDouble(0x1.1eed8eff8d898p-29, -0x1.2aec959e14c06p-83),  // 1/12!
    DoubleDouble(0x1.6124613a86d09p-33, 0x1.f28e0cc748ebep-87),  // 1/13!
    DoubleDouble(0x1.93974a8c07c9dp-37, 0x1.05d6f8a2efd1fp-92),  // 1/14!
    DoubleDouble(0x1.ae7f3e733b81fp-41, 0x1.1d8656b0ee8cbp-97),  // 1/15!
    DoubleDouble(0x1.ae7f3e733b81fp-45, 0x1.1d8656b0ee8cbp-101),  // 1/16!
    DoubleDouble(0x1.952c77030ad4ap-49, 0x1.ac981465ddc6cp-103),  // 1/17!
    DoubleDouble(0x1.6827863b97d97p-53, 0x1.eec01221a8b0bp-107),  // 1/18!
    DoubleDouble(0x1.2f49b46814157p-57, 0x1.2650f61dbdcb4p-112),  // 1/19!
    DoubleDouble(0x1.e542ba4020225p-62, 0x1.ea72b4afe3c2fp-120),  // 1/20!
    DoubleDouble(0x1.71b8ef6dcf572p-66, -0x1.d043ae40c4647p-120),  // 1/21!
    DoubleDouble(0x1.0ce396db7f853p-70, -0x1.aebcdbd20331cp-124),  // 1/22!
    DoubleDouble(0x1.761b41316381ap-75, -0x1.3423c7d91404fp-130),  // 1/23!
    DoubleDouble(0x1.f2cf01972f578p-80, -0x1.9ada5fcc1ab14p-135),  // 1/24!
    DoubleDouble(0x1.3f3ccdd165fa9p-84, -0x1.58ddadf344487p-139),  // 1/25!
    DoubleDouble(0x1.88e85fc6a4e5ap-89, -0x1.71c37ebd16540p-143),  // 1/26!
    DoubleDouble(0x1.d1ab1c2dccea3p-94, 0x1.054d0c78aea14p-149),  // 1/27!
  ]

  /// 1/(2n + 1)
  static let inverseOddNumbers: [DoubleDouble] = [
    DoubleDouble(0x1.0000000000000p0, 0x0.0p0),  // 1/1
    DoubleDouble(0x1.5555555555555p-2, 0x1.5555555555555p-56),  // 1/3
    DoubleDouble(0x1.999999999999ap-3, -0x1.999999999999ap-57),  // 1/5
    DoubleDouble(0x1.2492492492492p-3, 0x1.2492492492492p-57),  // 1/7
    DoubleDouble(0x1.c71c71c71c71cp-4, 0x1.c71c71c71c71cp-58),  // 1/9
    DoubleDouble(0x1.745d1745d1746p-4, -0x1.745d1745d1746p-59),  // 1/11
    DoubleDouble(0x1.3b13b13b13b14p-4, -0x1.3b13b13b13b14p-58),  // 1/13
    DoubleDouble(0x1.1111111111111p-4, 0x1.1111111111111p-60),  // 1/15
    DoubleDouble(0x1.e1e1e1e1e1e1ep-5, 0x1.e1e1e1e1e1e1ep-61),  // 1/17
    DoubleDouble(0x1.af286bca1af28p-5, 0x1.af286bca1af28p-59),  // 1/19
    DoubleDouble(0x1.8618618618618p-5, 0x1.8618618618618p-59),  // 1/21
    DoubleDouble(0x1.642c8590b2164p-5, 0x1.642c8590b2164p-60),  // 1/23
    DoubleDouble(0x1.47ae147ae147bp-5, -0x1.eb851eb851eb8p-61),  // 1/25
    DoubleDouble(0x1.2f684bda12f68p-5, 0x1.2f684bda12f68p-59),  // 1/27
    DoubleDouble(0x1.1a7b9611a7b96p-5, 0x1.1a7b9611a7b96p-61),  // 1/29
    DoubleDouble(0x1.0842108421084p-5, 0x1.0842108421084p-60),  // 1/31
    DoubleDouble(0x1.f07c1f07c1f08p-6, -0x1.f07c1f07c1f08p-61),  // 1/33
    DoubleDouble(0x1.d41d41d41d41dp-6, 0x1.0750750750750p-60),  // 1/35
    DoubleDouble(0x1.bacf914c1bad0p-6, -0x1.bacf914c1bad0p-60),  // 1/37
    DoubleDouble(0x1.a41a41a41a41ap-6, 0x1.0690690690690p-60),  // 1/39
    DoubleDouble(0x1.8f9c18f9c18fap-6, -0x1.f3831f3831f38p-61),  // 1/41
    DoubleDouble(0x1.7d05f417d05f4p-6, 0x1.7d05f417d05f4p-62),  // 1/43
    DoubleDouble(0x1.6c16c16c16c17p-6, -0x1.f49f49f49f49fp-61),  // 1/45
  ]

  /// log x for a positive finite x; error below 2⁻⁹⁸ relative.
  ///
  /// x = 2ᵏ·m, m in [√½, √2), s = (m − 1)/(m + 1): log x = k·ln 2 + 2s(1 + s²/3 + s⁴/5 + …), s² ≤ 0.0295.
  static func logarithm(_ x: Double) -> DoubleDouble {
    var k = Int(x.exponent)
    var m = x.significand
    if m > 0x1.6a09e667f3bcdp0 {
      m /= 2
      k += 1
    }
    let s = DoubleDouble(m - 1) / DoubleDouble(adding: m, 1)
    let z = s * s
    var sum = inverseOddNumbers[inverseOddNumbers.count - 1]
    for c in inverseOddNumbers.dropLast().reversed() { sum = sum * z + c }
    let log = s * sum
    return ln2 * DoubleDouble(Double(k)) + DoubleDouble(2 * log.high, 2 * log.low)
  }

  /// e^x as (1 + t)·2ᵏ with |x| ≤ 10⁴; error of 1 + t below 2⁻⁹⁰.
  static func exponential(_ x: DoubleDouble) -> (value: DoubleDouble, exponent: Int) {
    let k = (x.high * inverseLn2.high).rounded()
    let r = x - ln2 * DoubleDouble(k)
    return (series(r, from: 0, by: 1), Int(k))
  }

  /// sin and cos of r, |r| ≤ π/4 (and sinh, cosh for `sign` 1).
  static func sineAndCosine(_ r: DoubleDouble, sign: Double = -1) -> (sine: DoubleDouble, cosine: DoubleDouble) {
    let z = r * r
    let signed = DoubleDouble(sign * z.high, sign * z.low)
    return (r * series(signed, from: 1, by: 2), series(signed, from: 0, by: 2))
  }

  /// Σ zⁿ/(from + by·n)!
  private static func series(_ z: DoubleDouble, from: Int, by: Int) -> DoubleDouble {
    let terms = Array(stride(from: from, to: inverseFactorials.count, by: by))
    var sum = DoubleDouble(0)
    for n in terms.reversed() { sum = sum * z + inverseFactorials[n] }
    return sum
  }

  /// x = n·π/2 + r for a finite x; n modulo 4, error of r below 2⁻⁶⁸ relative.
  static func quarterTurns(_ x: Double) -> (n: Int, r: DoubleDouble) {
    if abs(x) < 0.5 { return (0, DoubleDouble(x)) }
    var parts = (0.0, 0.0)
    let n = withUnsafeMutablePointer(to: &parts) {
      $0.withMemoryRebound(to: Double.self, capacity: 2) { reduceByQuarterTurns(x, $0) }
    }
    return (Int(n), DoubleDouble(parts.0, parts.1))
  }
}
