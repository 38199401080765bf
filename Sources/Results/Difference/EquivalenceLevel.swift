/// How much alike two bundles are, strongest first.
package enum EquivalenceLevel: Sendable, Equatable, CustomStringConvertible {
  /// The same result files, byte for byte.
  case bytes
  /// The same values, bit for bit, in other files: the spec or the format differs, the numbers do not.
  /// NaNs are equal; 0 and -0 are not.
  case bits
  /// No two numbers more than this many representable numbers apart. 0: equal but for the sign of 0.
  case ulp(UInt64)
  /// All numbers within the tolerance stated for them.
  case tolerance
  /// The numbers moved; every claim has the same verdict.
  case claims
  case different
  /// They answer different questions: nothing that one recorded stands beside anything of the other.
  case incomparable

  /// Reads `bytes`, `bits`, `ulp:4`, `tol`, `claims`: what `--require` accepts.
  package init?(_ text: String) {
    switch text {
    case "bytes": self = .bytes
    case "bits": self = .bits
    case "tol": self = .tolerance
    case "claims": self = .claims
    default:
      guard text.hasPrefix("ulp:"), let count = UInt64(text.dropFirst(4)) else { return nil }
      self = .ulp(count)
    }
  }

  /// The word that `init` reads, where it reads one.
  package var description: String {
    switch self {
    case .bytes: return "bytes"
    case .bits: return "bits"
    case .ulp(let count): return "ulp:\(count)"
    case .tolerance: return "tol"
    case .claims: return "claims"
    case .different: return "different"
    case .incomparable: return "incomparable"
    }
  }
}

/// What was found true of some pairs of files together; the weakest of each.
struct Agreement: Sendable, Equatable {
  var sameBytes = true
  var sameBits = true
  /// The greatest distance in representable numbers; nil when some pair has none (a NaN beside a
  /// number, texts, whole numbers).
  var ulp: UInt64? = 0
  var isWithinTolerance = true
  /// Whether there are claims, and all with one verdict; nil when neither bundle has any.
  var sameClaims: Bool?

  /// Nothing agrees: texts, shapes, formats.
  static let none = Agreement(sameBytes: false, sameBits: false, ulp: nil, isWithinTolerance: false)

  mutating func combine(_ other: Agreement) {
    sameBytes = sameBytes && other.sameBytes
    sameBits = sameBits && other.sameBits
    if let a = ulp, let b = other.ulp { ulp = max(a, b) } else { ulp = nil }
    isWithinTolerance = isWithinTolerance && other.isWithinTolerance
    if let theirs = other.sameClaims { sameClaims = (sameClaims ?? true) && theirs }
  }

  /// The strongest level that holds. A distance is named as `ulp:k` up to 64: beyond that, two numbers
  /// are no neighbours and the tolerance says more.
  var level: EquivalenceLevel {
    if sameBytes { return .bytes }
    if sameBits { return .bits }
    if let ulp, ulp <= 64 { return .ulp(ulp) }
    if isWithinTolerance { return .tolerance }
    if sameClaims == true { return .claims }
    return .different
  }

  /// Whether a level holds; each is implied by those above it.
  func holds(_ required: EquivalenceLevel) -> Bool {
    switch required {
    case .bytes: return sameBytes
    case .bits: return sameBytes || sameBits
    case .ulp(let limit): return holds(.bits) || ulp.map { $0 <= limit } == true
    case .tolerance: return holds(.bits) || isWithinTolerance
    case .claims: return holds(.tolerance) || sameClaims == true
    case .different, .incomparable: return true
    }
  }
}
