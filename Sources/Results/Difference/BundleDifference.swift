/// What `diff A B` found, as a value; `text(…)` and `json` show it.
package struct BundleDifference: Sendable, Equatable {
  /// The two folders, as given.
  package let a: String
  package let b: String
  /// The strongest level that holds of the whole.
  package let level: EquivalenceLevel
  /// The strongest level of what both recorded; differs from `level` when one recorded more.
  package let commonLevel: EquivalenceLevel
  /// What was demanded, and whether it holds.
  package let required: EquivalenceLevel
  /// Whether it does.
  package let holds: Bool
  /// Of a sweep and a run, whether the sweep is a; nil where both are of one kind.
  package let sweepIsA: Bool?
  /// Whether both are runs of one identity.
  package let sameIdentity: Bool
  /// What was asked differently, by meaning; what can change a result comes first.
  package let asked: [AskedDifference]
  /// Whether only the wording of the source differs.
  package let onlyWordingDiffers: Bool
  /// Numerics, format, tool, machine, status.
  package let circumstances: [Circumstance]
  /// Claims whose verdict is another.
  package let claims: [ClaimDifference]
  /// How many claims both have.
  package let claimCount: Int
  /// Result files, columns or rows that only one has.
  package let oneSided: [OneSided]
  /// Numbers and texts that differ, worst first.
  package let values: [ValueDifference]
  /// Where the traces part.
  package let divergence: Divergence
  /// Ranked, likeliest first.
  package internal(set) var causes: [LikelyCause]
  /// A command to go on with.
  package internal(set) var next: String?
}

/// A leaf of the resolved spec that the bundles do not share.
package struct AskedDifference: Sendable, Equatable {
  /// `let.m`.
  package let path: String
  /// The canonical value; nil where the bundle has no such leaf.
  package let a: String?
  package let b: String?
  /// Where the value came from, as `provenance.json` says.
  package let originA: String?
  package let originB: String?
  /// Whether the value can change numbers that both record: titles, notes, claims, probes cannot.
  package let canChangeResults: Bool
}

/// A difference around the run.
package struct Circumstance: Sendable, Equatable {
  /// `numerics`, `format`, `status`, `version`, `isa`, `threads`, `processor`, `system`, `data.NAME`.
  package let name: String
  package let a: String
  package let b: String
}

/// A claim whose verdict is not the same.
package struct ClaimDifference: Sendable, Equatable {
  package let name: String
  /// nil where the bundle has no such claim.
  package let a: String?
  package let b: String?
}

/// Something recorded by one bundle only.
package struct OneSided: Sendable, Equatable {
  /// `probes/orientation.csv`, ``column `test.loss` of metrics.csv``, `3 rows of metrics.csv`.
  package let what: String
  /// Else in b.
  package let isInA: Bool
}

/// One array, column or text in which the bundles differ.
package struct ValueDifference: Sendable, Equatable {
  /// The file, relative to the bundle.
  package let file: String
  /// The column or tensor within the file.
  package let part: String?
  /// How many elements differ, of how many.
  package let count: Int
  package let total: Int
  /// The greatest distance, and the greatest distance relative to the larger of the two numbers.
  package let maxAbsolute: Double
  package let maxRelative: Double
  /// The greatest distance in representable numbers; nil where there is none.
  package let maxULP: UInt64?
  /// The place that is worst by its tolerance: `step 1731` or `[10,303]`; and both values there, in
  /// digits that tell them apart.
  package let place: String
  package let a: String
  package let b: String
  /// What was allowed.
  package let tolerance: Tolerance
  /// The worst distance over the distance allowed; at most 1 is within the tolerance.
  package let excess: Double

  /// Whether every element is.
  package var isWithinTolerance: Bool { excess <= 1 }
}

/// Where two runs part, by their traces.
package enum Divergence: Sendable, Equatable {
  /// One of them has no trace, or no step and tensor is in both.
  case notRecorded
  /// No difference at any of the steps and tensors that both recorded.
  case never(rows: Int)
  /// The first step and tensor that differ, and the last step before it at which all was equal.
  case first(step: Int, tensor: String, lastEqualStep: Int?)
}

/// A guess why the results differ.
package struct LikelyCause: Sendable, Equatable {
  /// What the cause lies in, in the order of the contract.
  package enum Kind: String, Sendable {
    case data, spec, numerics, status, version, tolerance, determinism
  }

  /// Where the cause lies.
  package let kind: Kind
  /// A clause that stands alone.
  package let sentence: String
}

/// How a comparison is made.
package struct DifferenceOptions: Sendable, Equatable {
  /// The level that `--require` names.
  package let required: EquivalenceLevel
  /// What is allowed where neither the bundle nor `tolerances` says something.
  package let fallback: Tolerance
  /// By the name of a metric, column or file; the first match counts.
  package let tolerances: [(name: String, tolerance: Tolerance)]

  /// Without arguments, what `diff` does without options.
  package init(
    required: EquivalenceLevel = .tolerance, fallback: Tolerance = .fallback,
    tolerances: [(name: String, tolerance: Tolerance)] = []
  ) {
    self.required = required
    self.fallback = fallback
    self.tolerances = tolerances
  }

  package static func == (x: DifferenceOptions, y: DifferenceOptions) -> Bool {
    x.required == y.required && x.fallback == y.fallback
      && x.tolerances.elementsEqual(y.tolerances) { $0 == $1 }
  }

  /// The tolerance for a part of a file.
  func tolerance(for artifact: Artifact, part: String?) -> Tolerance {
    if let stated = tolerances.first(where: { $0.name == part || $0.name == artifact.path }) {
      return stated.tolerance
    }
    if case .tolerance(let own) = artifact.kind { return own }
    return fallback
  }
}
