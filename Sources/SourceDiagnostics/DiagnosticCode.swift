/// The stable name of a kind of mistake, in kebab-case: programs may rely on it, so a name is never
/// changed and never used again.
///
/// What each means stands in `DiagnosticExplanation+….swift`, one table for each stage that reports
/// it.
package enum DiagnosticCode: String, CaseIterable, Hashable, Sendable {
  // Reader and YAML
  case invalidUTF8 = "invalid-utf8"
  case controlCharacter = "control-character"
  case notUTF8 = "not-utf8"
  case fileTooLarge = "file-too-large"
  case yamlSyntax = "yaml-syntax"
  case tabIndentation = "tab-indentation"
  case secondDocument = "second-document"
  case emptyDocument = "empty-document"
  case duplicateKey = "duplicate-key"
  case mergeKey = "merge-key"
  case complexKey = "complex-key"
  case nestingTooDeep = "nesting-too-deep"
  case scalarTooLong = "scalar-too-long"
  case aliasExpansion = "alias-expansion"
  case undefinedAlias = "undefined-alias"
  case unexpectedTag = "unexpected-tag"
  case commaTrap = "comma-trap"
  case missingSpace = "missing-space"
  // Decoding
  case unknownKey = "unknown-key"
  case misplacedOption = "misplaced-option"
  case missingKey = "missing-key"
  case unknownKind = "unknown-kind"
  case wrongType = "wrong-type"
  case outOfRange = "out-of-range"
  case ambiguousNumber = "ambiguous-number"
  case languageVersion = "language-version"
  case invalidName = "invalid-name"
  case conflictingKeys = "conflicting-keys"
  // Expressions
  case expressionSyntax = "expression-syntax"
  case unknownName = "unknown-name"
  case unknownFunction = "unknown-function"
  case wrongArity = "wrong-arity"
  case letCycle = "let-cycle"
  case notFinite = "not-finite"
  case notAnInteger = "not-an-integer"
  case wrongExpressionType = "wrong-expression-type"
  // Lowering
  case shapeMismatch = "shape-mismatch"
  case windowTooLarge = "window-too-large"
  case batchTooLarge = "batch-too-large"
  case unknownLayer = "unknown-layer"
  case unknownParameter = "unknown-parameter"
  case unusedParameter = "unused-parameter"
  case unknownMetric = "unknown-metric"
  case unknownProbe = "unknown-probe"
  case neverRecorded = "never-recorded"
  case unknownData = "unknown-data"
  case missingDataFile = "missing-data-file"
  case dataFormat = "data-format"
  case memoryLimit = "memory-limit"
  case tooManyParameters = "too-many-parameters"
  case antisymmetry = "antisymmetry"
  case parameterizationMisfit = "parameterization-misfit"
  case noParameters = "no-parameters"
  case missingReason = "missing-reason"
  case settledClaim = "settled-claim"
  // Stages
  case unknownStage = "unknown-stage"
  case unknownUnit = "unknown-unit"
  case unequalShares = "unequal-shares"
  case notOdd = "not-odd"
  case unknownModel = "unknown-model"
  case modelMismatch = "model-mismatch"
  // Sweeps
  case emptySweep = "empty-sweep"
  case unusedAxis = "unused-axis"
  case unknownAxis = "unknown-axis"
  case unknownVariant = "unknown-variant"
  case summaryCycle = "summary-cycle"
  case needsSweep = "needs-sweep"
  // Command line
  case overridePath = "override-path"

  /// One line, lower case, no full stop.
  package var summary: String { entry.summary }
  /// Why it is a mistake and what to do, in a few sentences.
  package var explanation: String { entry.text }
  /// A short text that shows the mistake.
  package var example: String { entry.example }

  private var entry: DiagnosticExplanation {
    guard let entry = DiagnosticExplanation.byCode[self] else {
      preconditionFailure("every diagnostic code has an explanation; `\(rawValue)` has none")
    }
    return entry
  }
}
