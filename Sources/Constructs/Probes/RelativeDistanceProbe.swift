import Analysis
import ExperimentGraph
import Grammar
import SourceDiagnostics

/// How far parameters moved from their initialization, relative to its length.
struct RelativeDistanceProbe: Probe {
  let names: [Located<String>]
  /// Only so many hidden units are measured.
  let firstUnits: Located<Int>?
  /// Whether each parameter is in units of its own initial size.
  let isNormalized: Bool

  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard let parameters = site.parameters(names, &diagnostics) else { return nil }
    let parts = parameters.map { site.part(of: $0, units: firstUnits?.value) }
    for (parameter, part) in zip(parameters, parts) {
      let units = part.axis.map { parameter.shape[$0] } ?? .max
      guard site.check(firstUnits, against: units, of: "`\(parameter.name)`", &diagnostics) else { return nil }
    }
    let count = parameters.count
    return ProbePlan(
      needs: parameters.map { .initial($0.name) } + parameters.map { .parameter($0.name) },
      columns: ["value"], arrays: [],
      measure: { tensors in
        let values = tensors.enumerated().map { parts[$0 % count].taken(from: $1) }
        let (start, end) = (Array(values[..<count]), Array(values[count...]))
        return Measurement(
          scalars: [isNormalized ? normalizedDistance(from: start, to: end) : relativeDistance(from: start, to: end)])
      })
  }
}

extension RelativeDistanceProbe {
  static let entry = Entry<any Probe>(
    "relative_distance", "How far parameters moved: RD(θ) = ‖θ − θ₀‖ / ‖θ₀‖.", source: "JMLR 22 (2021) 71, section 3",
    example: "{relative_distance: {of: [hidden.weight, hidden.bias]}}", shorthand: .field("of"),
    .optional("of", .oneOrMany(of: .name("parameter")), default: "[]", "Parameters or layers, taken as one vector; left out, all of them."),
    .maybe(
      "first_units", .located(.integer(1...Limits.units)),
      "Measure the first so many hidden units only. They are counted by the first axis of a parameter, but by the last axis of the "
        + "weight of the last layer, which reads them; the bias of the last layer belongs to none and is taken whole."),
    .maybe(
      "normalized", .flag,
      "Whether each parameter is divided by the root mean square of its initial numbers first, as a/β₁ and w/β₂, so that none drowns "
        + "the others.")
  ) { RelativeDistanceProbe(names: $0, firstUnits: $1, isNormalized: $2 ?? false) }
}

/// The part of a parameter that belongs to the first hidden units.
private struct UnitPart: Sendable {
  /// The axis that counts hidden units; nil if none does.
  let axis: Int?
  /// How many of them are taken; nil for all.
  let units: Int?

  /// The numbers of the part, row-major.
  func taken(from tensor: ProbedTensor) -> [Double] {
    guard let axis, let units, units < tensor.shape[axis] else { return tensor.values }
    let inner = tensor.shape.dimensions[(axis + 1)...].reduce(1, *)
    let row = tensor.shape[axis] * inner
    return stride(from: 0, to: tensor.values.count, by: row).flatMap { tensor.values[$0..<($0 + units * inner)] }
  }
}

extension ProbeSite {
  /// The last layer with parameters reads hidden units by the last axis of its weight; every other layer's units are hidden units and
  /// counted by the first axis of its parameters.
  fileprivate func part(of parameter: ParameterDeclaration, units: Int?) -> UnitPart {
    let readout = layers.last { !$0.parameters.isEmpty }
    let isReadout = readout?.parameters.contains { $0.name == parameter.name } ?? false
    guard isReadout else { return UnitPart(axis: 0, units: units) }
    return UnitPart(axis: parameter.shape.rank >= 2 ? parameter.shape.rank - 1 : nil, units: units)
  }
}
