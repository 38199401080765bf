extension BundleDifference {
  /// The version of the keys below; it rises when one of them changes its meaning.
  package static let jsonVersion = 1

  /// The difference for programs: everything, nothing cut off.
  package var json: CanonicalJSON {
    [
      "version": .integer(BundleDifference.jsonVersion),
      "a": .string(a),
      "b": .string(b),
      "level": .string(level.description),
      "common_level": .string(commonLevel.description),
      "required": .string(required.description),
      "holds": .bool(holds),
      "same_identity": .bool(sameIdentity),
      "only_wording_differs": .bool(onlyWordingDiffers),
      "asked": .array(asked.map(\.json)),
      "circumstances": .array(
        circumstances.map { ["name": .string($0.name), "a": .string($0.a), "b": .string($0.b)] }),
      "claims": .array(claims.map(\.json)),
      "claim_count": .integer(claimCount),
      "one_sided": .array(
        oneSided.map { ["what": .string($0.what), "in": .string($0.isInA ? "a" : "b")] }),
      "values": .array(values.map(\.json)),
      "first_divergence": divergence.json,
      "causes": .array(
        causes.map { ["kind": .string($0.kind.rawValue), "sentence": .string($0.sentence)] }),
      "next": .text(next),
    ]
  }
}

extension CanonicalJSON {
  fileprivate static func text(_ value: String?) -> CanonicalJSON { value.map { .string($0) } ?? .null }

  /// A count that may exceed `Int`: the distance of two numbers of opposite sign.
  fileprivate static func count(_ value: UInt64) -> CanonicalJSON {
    Int(exactly: value).map { .integer($0) } ?? .number(Double(value))
  }
}

extension AskedDifference {
  fileprivate var json: CanonicalJSON {
    [
      "path": .string(path), "a": .text(a), "b": .text(b), "origin_a": .text(originA),
      "origin_b": .text(originB), "can_change_results": .bool(canChangeResults),
    ]
  }
}

extension ClaimDifference {
  fileprivate var json: CanonicalJSON {
    ["name": .string(name), "a": .text(a), "b": .text(b)]
  }
}

extension ValueDifference {
  fileprivate var json: CanonicalJSON {
    [
      "file": .string(file), "part": .text(part), "count": .integer(count), "total": .integer(total),
      "max_absolute": .number(maxAbsolute), "max_relative": .number(maxRelative),
      "max_ulp": maxULP.map { CanonicalJSON.count($0) } ?? .null, "place": .string(place), "a": .string(a),
      "b": .string(b), "absolute_tolerance": .number(tolerance.absolute),
      "relative_tolerance": .number(tolerance.relative), "excess": .number(excess),
      "within_tolerance": .bool(isWithinTolerance),
    ]
  }
}

extension Divergence {
  fileprivate var json: CanonicalJSON {
    switch self {
    case .notRecorded: return .null
    case .never(let rows): return ["equal_rows": .integer(rows)]
    case .first(let step, let tensor, let lastEqualStep):
      return [
        "step": .integer(step), "tensor": .string(tensor),
        "last_equal_step": lastEqualStep.map { .integer($0) } ?? .null,
      ]
    }
  }
}
