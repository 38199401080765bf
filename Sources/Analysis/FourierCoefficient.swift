import Kernels

/// One number of the discrete Fourier transform of n numbers, (1/n) Σ_j y_j exp(−2πi j k/n) at a whole k.
///
/// Source: Xu, Zhang, Luo, Xiao, Ma, "Frequency principle: Fourier analysis sheds light on deep neural networks", arXiv:1901.06523.
package struct FourierCoefficient: Sendable, Equatable {
  package let real: Double
  package let imaginary: Double

  /// Angles are taken of the remainder of j·k by n, so that they do not lose digits as j grows.
  package init(of values: [Double], at frequency: Int) {
    let count = values.count
    var (real, imaginary) = (0.0, 0.0)
    for (place, value) in values.enumerated() {
      let angle = 2 * Double.pi * Double(place * frequency % count) / Double(count)
      real += value * ScalarMath.cos(angle)
      imaginary -= value * ScalarMath.sin(angle)
    }
    self.real = real / Double(count)
    self.imaginary = imaginary / Double(count)
  }

  /// Its size.
  package var modulus: Double { (real * real + imaginary * imaginary).squareRoot() }

  fileprivate init(_ real: Double, _ imaginary: Double) {
    self.real = real
    self.imaginary = imaginary
  }

  fileprivate func minus(_ other: FourierCoefficient) -> FourierCoefficient {
    FourierCoefficient(real - other.real, imaginary - other.imaginary)
  }
}

/// What counts as the error of a frequency; both are found in the field.
package enum FrequencyError: String, Sendable, CaseIterable {
  /// |h − f| / |f|: arXiv:1901.06523.
  case complex
  /// ||h| − |f|| / |f|: the authors' notebook, without its 1e-5 beside |f|.
  case modulus

  /// The error of h relative to f.
  package func of(_ found: FourierCoefficient, from target: FourierCoefficient) -> Double {
    switch self {
    case .complex: found.minus(target).modulus / target.modulus
    case .modulus: abs(found.modulus - target.modulus) / target.modulus
    }
  }
}
