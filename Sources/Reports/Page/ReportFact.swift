/// A named value of the summary or of the environment.
package struct ReportFact: Sendable, Equatable {
  package let name: String
  package let value: String
  /// Whether the value is a digest, a path or other text of a machine.
  package let isCode: Bool

  package init(_ name: String, _ value: String, isCode: Bool = false) {
    self.name = name
    self.value = value
    self.isCode = isCode
  }
}
