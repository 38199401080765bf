import Kernels
import Testing
import UlpSurvey

@Suite("Accuracy of elementary functions")
struct ElementaryAccuracyTests {
  struct Limit: CustomTestStringConvertible {
    let function: ElementaryFunction
    /// Largest allowed error in ulp.
    let float: Double
    let double: Double
    var testDescription: String { "\(function)" }
  }

  static let limits = [
    Limit(function: .exp, float: 1.0, double: 1.0),
    Limit(function: .log, float: 1.1, double: 1.0),
    Limit(function: .log1p, float: 1.6, double: 1.6),
    Limit(function: .tanh, float: 1.5, double: 1.6),
    Limit(function: .sigmoid, float: 1.7, double: 1.7),
    Limit(function: .softplus, float: 1.8, double: 1.8),
    Limit(function: .sin, float: 1.5, double: 1.0),
    Limit(function: .cos, float: 1.5, double: 1.0),
    Limit(function: .erf, float: 1.4, double: 1.5),
  ]

  /// `make ulp` looks at every float.
  @Test("float32 functions keep their limits on every 1021st float", arguments: limits)
  func floats(limit: Limit) {
    var survey = FloatSurvey(of: limit.function)
    survey.look(from: 0, through: .max, by: 1021)
    #expect(survey.wrong == 0, "wrong NaN, infinity or sign at \(survey.firstWrong)")
    #expect(survey.worst <= limit.float, "at \(survey.worstArgument)")
  }

  @Test("float32 functions keep their limits where they change their ways", arguments: limits)
  func seams(limit: Limit) {
    let seams: [Float] = [
      0x1p-126, 0x1p-30, 0.125, 0.3466, 0.4142, 0.5625, 0.7071, 0.9375, 1, 1.0397, 1.4142, 4, 9, 88.5, 1e5,
    ]
    for centre in seams {
      for sign: UInt32 in [0, 0x8000_0000] {
        var survey = FloatSurvey(of: limit.function)
        survey.look(from: (centre.bitPattern - 20_000) | sign, through: (centre.bitPattern + 20_000) | sign)
        #expect(survey.wrong == 0, "wrong NaN, infinity or sign at \(survey.firstWrong)")
        #expect(survey.worst <= limit.float, "at \(survey.worstArgument)")
      }
    }
  }

  @Test("float64 functions keep their limits on the table of exact values", arguments: limits)
  func doubles(limit: Limit) throws {
    for row in try ReferenceTable.rows(of: "\(limit.function)") {
      let error = row.error(of: limit.function(row.arguments[0]))
      #expect(error <= limit.double, "at \(row.arguments[0])")
    }
  }
}
