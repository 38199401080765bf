import Foundation
import Kernels
import Testing
import UlpSurvey

@Suite("Accuracy of elementary functions")
struct ElementaryAccuracyTests {
  /// `make ulp` looks at every float.
  @Test("float32 functions keep their bounds on every 1021st float", arguments: ElementaryFunction.allCases)
  func floats(function: ElementaryFunction) {
    var survey = FloatSurvey(of: function)
    survey.look(from: 0, through: .max, by: 1021)
    expectBound(of: function, survey)
  }

  @Test("float32 functions keep their bounds where they change their ways", arguments: ElementaryFunction.allCases)
  func seams(function: ElementaryFunction) {
    let seams: [Float] = [
      0x1p-149, 0x1p-126, 0x1p-30, 0.125, 0.1733, 0.25, 0.3466, 0.4142, 0.5, 0.5199, 0.5625, 0.7071, 0.7854, 0.9375, 1,
      1.0397, 1.4142, 4, 9, 10, 16.6, 87.34, 88.72, 103.97, 104, 1e5, .greatestFiniteMagnitude,
    ]
    for centre in seams {
      let first = centre.bitPattern - min(centre.bitPattern, 20_000)
      for sign: UInt32 in [0, 0x8000_0000] {
        var survey = FloatSurvey(of: function)
        survey.look(from: first | sign, through: (centre.bitPattern + 20_000) | sign)
        expectBound(of: function, survey)
      }
    }
  }

  @Test("sin and cos keep their bounds beside multiples of π/2, of every size", arguments: [ElementaryFunction.sin, .cos])
  func quarterTurns(function: ElementaryFunction) {
    var survey = FloatSurvey(of: function)
    survey.look(
      at: (1...200_000).lazy.flatMap { (n: Int) -> [Float] in
        let x = Float(Double(n) * (Double.pi / 2))
        return [x.nextDown.nextDown, x.nextDown, x, x.nextUp, -x, -x.nextUp]
      })
    // The floats of each exponent that are nearest to a multiple lie anywhere: a stride through all large ones.
    survey.look(from: Float(1e5).bitPattern, through: Float.infinity.bitPattern, by: 97)
    expectBound(of: function, survey)
  }

  @Test("float64 functions keep their bounds on the table of exact values", arguments: ElementaryFunction.allCases)
  func doubles(function: ElementaryFunction) throws {
    let rows = try ReferenceTable.rows(of: "\(function)")
    #expect(rows.count >= 1200)
    for row in rows {
      let error = row.error(of: function(row.arguments[0], on: .best))
      #expect(error <= function.errorBound.float64, "at \(row.arguments[0])")
    }
  }

  /// What the project has promised of its elementary functions: no bound may be loosened beyond.
  static let promises: [(ElementaryFunction, Double)] = [
    (.tanh, 1.5), (.exp, 1), (.sigmoid, 2), (.log, 1.5), (.sin, 1.5), (.cos, 1.5), (.log1p, 2), (.softplus, 2), (.erf, 2),
  ]

  @Test("no bound is looser than what was promised", arguments: promises)
  func promised(function: ElementaryFunction, float32: Double) {
    #expect(function.errorBound.float32 <= float32)
    #expect(function.errorBound.float64 <= 2)
  }

  @Test("doc comments state the bounds that are tested", arguments: ElementaryFunction.allCases)
  func documentation(function: ElementaryFunction) throws {
    let folder = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../Sources/KernelsBase").standardized
    let text = try ["Exponential", "Logarithm", "Hyperbolic", "Trigonometric", "ErrorFunction"].map { file in
      try String(contentsOf: folder.appendingPathComponent("\(file).swift"), encoding: .utf8)
    }.joined()
    for (type, bound) in [("F32", function.errorBound.float32), ("F64", function.errorBound.float64)] {
      let parts = text.components(separatedBy: "func \(function)\(type)(")
      try #require(parts.count == 2)
      let comment = try #require(parts[0].components(separatedBy: "\n\n").last)
      let stated = comment.components(separatedBy: "Error ≤ ").dropFirst().first?.prefix { $0 != " " }
      #expect(stated.flatMap { Double($0) } == bound, "\(function)\(type)")
    }
  }

  private func expectBound(
    of function: ElementaryFunction, _ survey: FloatSurvey, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(
      survey.wrong == 0, "wrong NaN, infinity or sign at \(survey.firstWrong)", sourceLocation: sourceLocation)
    #expect(
      survey.worst <= function.errorBound.float32, "at \(survey.worstArgument)", sourceLocation: sourceLocation)
  }
}
