import SourceDiagnostics
import Testing

@Suite struct DiagnosticsTests {
  private static let file = FileID(index: 0)

  private static func diagnostic(
    _ message: String, _ lower: Int, _ severity: Severity = .error, file: FileID = file
  ) -> Diagnostic {
    Diagnostic(
      .unknownKey, message, at: SourceRange(file: file, lower: lower, upper: lower + 1), severity: severity)
  }

  @Test func `they are listed by file and place, in the order of reporting at one place`() {
    var diagnostics = Diagnostics()
    diagnostics.report(Self.diagnostic("d", 0, file: FileID(index: 1)))
    diagnostics.report(Self.diagnostic("c", 9))
    diagnostics.report(Self.diagnostic("a", 3))
    diagnostics.report(Self.diagnostic("b", 3))
    let messages = diagnostics.list.map(\.message)
    #expect(messages == ["a", "b", "c", "d"])
  }

  @Test func `the same is listed once`() {
    var diagnostics = Diagnostics()
    for _ in 0..<3 { diagnostics.report(Self.diagnostic("a", 3)) }
    let count = diagnostics.list.count
    #expect(count == 1)
  }

  @Test func `at most 50 are listed, errors before warnings`() {
    var diagnostics = Diagnostics()
    for i in 0..<30 { diagnostics.report(Self.diagnostic("w\(i)", i, .warning)) }
    for i in 0..<45 { diagnostics.report(Self.diagnostic("e\(i)", 100 + i)) }
    let list = diagnostics.list
    #expect(list.count == 50)
    #expect(list.count { $0.severity == .error } == 45)
    #expect(list.prefix(5).map(\.message) == ["w0", "w1", "w2", "w3", "w4"])
    for i in 0..<5000 { diagnostics.report(Self.diagnostic("e\(i)", 1000 + i)) }
    let crowded = diagnostics.list
    #expect(crowded.count == 50 && crowded.allSatisfy { $0.severity == .error })
  }

  @Test func `only errors count as errors`() {
    // A value that cannot be copied is looked at outside the macro.
    var diagnostics = Diagnostics()
    var (isEmpty, hasErrors) = (diagnostics.isEmpty, diagnostics.hasErrors)
    #expect(isEmpty && !hasErrors)
    diagnostics.report(Self.diagnostic("a", 0, .warning))
    diagnostics.report(Self.diagnostic("a", 0, .note))
    (isEmpty, hasErrors) = (diagnostics.isEmpty, diagnostics.hasErrors)
    #expect(!isEmpty && !hasErrors)
    diagnostics.report(Self.diagnostic("a", 0, .error))
    hasErrors = diagnostics.hasErrors
    #expect(hasErrors)
  }

  @Test func `a path is written with dots and brackets`() {
    let path = SpecPath.root.appending("probes").appending("rank").appending("at").appending(0)
    #expect(path.description == "probes.rank.at[0]")
    #expect(SpecPath.root.description == "" && SpecPath.root.isRoot && !path.isRoot)
    #expect(SpecPath.root.appending(2).appending("x").description == "[2].x")
  }

  @Test func `a located value keeps its place`() {
    let range = SourceRange(file: Self.file, lower: 1, upper: 2)
    #expect(Located(2, at: range).map { "\($0)" } == Located("2", at: range))
  }
}
