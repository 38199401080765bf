/// How far two runs of the same spec may differ from one another in an artifact.
package enum ArtifactClass: Sendable, Equatable {
  /// The same bytes, on every machine.
  case exact
  /// Numbers within `|a - b| <= absolute + relative * max(|a|, |b|)`.
  case tolerance(Tolerance)
  /// Made from the other artifacts, and can be made again.
  case derived
  /// Time, place, machine, the wording of the source.
  case volatile

  /// The word in `bundle.json`.
  package var name: String {
    switch self {
    case .exact: return "exact"
    case .tolerance: return "tolerance"
    case .derived: return "derived"
    case .volatile: return "volatile"
    }
  }

  /// Whether the artifact is a part of the result: exact or within a tolerance.
  package var isResult: Bool {
    switch self {
    case .exact, .tolerance: return true
    case .derived, .volatile: return false
    }
  }
}

/// How near two numbers count as the same, symmetric in both.
package struct Tolerance: Sendable, Equatable {
  /// At least 0, in the unit of the numbers.
  package let absolute: Double
  /// At least 0, without unit.
  package let relative: Double

  /// - Precondition: neither is negative.
  package init(absolute: Double, relative: Double) {
    precondition(absolute >= 0 && relative >= 0, "a tolerance is negative")
    self.absolute = absolute
    self.relative = relative
  }

  /// What `diff` takes where nothing else is stated: 1e-8 absolute and 1e-5 relative.
  package static let fallback = Tolerance(absolute: 1e-8, relative: 1e-5)

  /// The greatest distance accepted between `a` and `b`.
  package func allowed(_ a: Double, _ b: Double) -> Double {
    absolute + relative * max(a.magnitude, b.magnitude)
  }
}
