/// What `explain CODE` says about one code.
struct DiagnosticExplanation: Sendable {
  let code: DiagnosticCode
  let summary: String
  let text: String
  let example: String

  init(_ code: DiagnosticCode, _ summary: String, _ text: String, example: String) {
    self.code = code
    self.summary = summary
    self.text = text
    self.example = example
  }

  static let byCode: [DiagnosticCode: DiagnosticExplanation] = Dictionary(
    uniqueKeysWithValues: (reader + yaml + decoding + expressions + lowering + stages + sweeps).map { ($0.code, $0) })
}
