import SourceDiagnostics
import Testing

@Suite struct DiagnosticCodeTests {
  @Test(arguments: DiagnosticCode.allCases)
  func `every code is explained`(_ code: DiagnosticCode) {
    #expect(!code.summary.isEmpty && !code.summary.hasSuffix(".") && !code.summary.contains("\n"))
    #expect(code.summary.count <= 90)
    #expect(code.explanation.hasSuffix(".") && !code.explanation.contains("\n"))
    #expect(!code.example.isEmpty)
  }

  @Test(arguments: DiagnosticCode.allCases)
  func `every code is in kebab-case`(_ code: DiagnosticCode) {
    #expect(code.rawValue.allSatisfy { $0 == "-" || $0.isLowercase || $0.isNumber })
    #expect(!code.rawValue.hasPrefix("-") && !code.rawValue.hasSuffix("-") && !code.rawValue.contains("--"))
  }
}
