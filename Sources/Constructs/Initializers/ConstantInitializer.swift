import Grammar
import SourceDiagnostics

/// The same number everywhere.
struct ConstantInitializer: Initializer {
  let value: PlaceNumber

  func distribution(fanIn: Int, fanOut: Int, _ diagnostics: inout Diagnostics) -> Distribution? {
    value.value(fanValues(fanIn, fanOut), into: &diagnostics).map { .constant($0) }
  }

  static let entry = Entry<any Initializer>(
    "constant", "The same number everywhere.", example: "{constant: 0.1}", alsoKnownAs: ["ones", "fill"], shorthand: .field("value"),
    .required("value", .placeNumber(unit: "of the parameter", names: fanNames), "The number.")
  ) { ConstantInitializer(value: $0) }
}
