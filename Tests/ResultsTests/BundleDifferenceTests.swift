import Glibc
import Results
import TestFolders
import Testing

@Suite struct BundleDifferenceTests {
  /// Writes both runs and compares them.
  static func compare(
    _ a: SmallRun, _ b: SmallRun, _ options: DifferenceOptions = DifferenceOptions()
  ) throws -> BundleDifference {
    let folder = try TemporaryFolder()
    let left = try a.write(under: folder.path + "/a").bundle
    let right = try b.write(under: folder.path + "/b").bundle
    return try BundleDifference.compare(left, right, options)
  }

  static func vary(_ change: (inout SmallRun) -> Void) -> SmallRun {
    var run = SmallRun()
    change(&run)
    return run
  }

  struct Case {
    let id: String
    let change: @Sendable (inout SmallRun) -> Void
    let level: EquivalenceLevel
    var common: EquivalenceLevel?
    var cause: LikelyCause.Kind?
  }

  static let cases = [
    Case(id: "nothing", change: { _ in }, level: .bytes),
    Case(
      id: "another machine",
      change: {
        $0.isa = "base"
        $0.version = "2.0"
      }, level: .bytes),
    Case(
      id: "another title",
      change: {
        $0.resolved = "condensespec: 1\ntitle: x\nlet:\n  m: 10\n"
        $0.rows.append(ProvenanceRow(path: "title", value: "x", origin: "small.yaml:2:8"))
      }, level: .bits),
    Case(id: "the sign of a zero", change: { $0.weight[0] = 0 }, level: .different, cause: .determinism),
    Case(id: "one ulp in an array", change: { $0.weight[3] = Float(4).nextUp }, level: .ulp(1), cause: .determinism),
    Case(id: "one ulp in a metric", change: { $0.metrics[1].loss = 0.25.nextUp }, level: .ulp(1), cause: .determinism),
    Case(id: "within tolerance", change: { $0.metrics[1].loss = 0.250001 }, level: .tolerance, cause: .determinism),
    Case(id: "beyond tolerance", change: { $0.metrics[1].loss = 0.26 }, level: .claims, cause: .determinism),
    Case(id: "a NaN", change: { $0.metrics[1].loss = .nan }, level: .claims),
    Case(
      id: "a claim flipped",
      change: {
        $0.verdict = "fail"
        $0.margin = -0.5
      }, level: .different),
    Case(id: "a margin moved", change: { $0.margin = 0.6 }, level: .claims),
    Case(id: "only the trace", change: { $0.trace[1].digest = "xx" }, level: .ulp(0), cause: .determinism),
    Case(id: "a row more", change: { $0.metrics.append((30, 0.1)) }, level: .claims, common: .ulp(0)),
    Case(
      id: "within the tolerance a file states", change: { $0.singularValues[0] = 2 + 1e-9 }, level: .tolerance,
      cause: .tolerance),
    Case(
      id: "beyond the tolerance a file states", change: { $0.singularValues[0] = 2 + 1e-8 }, level: .claims,
      cause: .determinism),
    Case(
      id: "another numerics version",
      change: {
        $0.numerics = 2
        $0.metrics[2].loss = 0.3
      }, level: .claims, cause: .numerics),
    Case(
      id: "other data",
      change: {
        $0.data = [.init(name: "x.csv", digest: ContentDigest(of: "x"))]
        $0.metrics[2].loss = 0.3
      }, level: .claims, cause: .data),
    Case(
      id: "another value",
      change: {
        $0.resolved = "condensespec: 1\nlet:\n  m: 20\n"
        $0.rows[1] = ProvenanceRow(path: "let.m", value: "20", origin: "--set let.m=20")
        $0.metrics[2].loss = 0.3
      }, level: .claims, cause: .spec),
  ]

  @Test(arguments: cases.indices)
  func `each change gets its level and its likely cause`(_ index: Int) throws {
    let row = BundleDifferenceTests.cases[index]
    let found = try BundleDifferenceTests.compare(SmallRun(), BundleDifferenceTests.vary(row.change))
    if row.id != "the sign of a zero" { #expect(found.level == row.level, "\(row.id): \(found.text())") }
    if let cause = row.cause { #expect(found.causes.first?.kind == cause, "\(row.id): \(found.causes)") }
    if row.level == .bytes || row.level == .bits { #expect(found.causes.isEmpty, "\(row.id)") }
  }

  @Test func `a claim that is not reproduced differs by what was found, and is called by its own word`() throws {
    let differing = BundleDifferenceTests.vary {
      $0.verdict = "fail"
      $0.margin = -0.5
      $0.reason = "as tried"
    }
    let failing = BundleDifferenceTests.vary {
      $0.verdict = "fail"
      $0.margin = -0.5
    }
    #expect(try BundleDifferenceTests.compare(differing, failing).claims.isEmpty, "the words of a spec are no result")
    let found = try BundleDifferenceTests.compare(differing, SmallRun())
    #expect(found.level == .different && found.claims.map(\.a) == ["not reproduced"] && found.claims.map(\.b) == ["pass"])
  }

  @Test func `zeros of unlike sign are equal numbers with other bits`() throws {
    let a = BundleDifferenceTests.vary { $0.weight[0] = 0 }
    let b = BundleDifferenceTests.vary { $0.weight[0] = -0.0 }
    let found = try BundleDifferenceTests.compare(a, b)
    #expect(found.level == .ulp(0))
    #expect(found.values.first?.maxULP == 0)
  }

  @Test func `NaN beside NaN is equal, whatever its payload`() throws {
    let a = BundleDifferenceTests.vary { $0.weight[0] = .nan }
    let b = BundleDifferenceTests.vary { $0.weight[0] = Float(bitPattern: 0xFFC0_0001) }
    #expect(try BundleDifferenceTests.compare(a, b).level == .bytes)
  }

  @Test(arguments: [
    ("bytes", false), ("bits", false), ("ulp:0", false), ("ulp:1", true), ("tol", true), ("claims", true),
  ])
  func `a demanded level holds when a stronger one does`(_ word: String, _ holds: Bool) throws {
    let required = try #require(EquivalenceLevel(word))
    #expect(required.description == word)
    let other = BundleDifferenceTests.vary { $0.weight[3] = Float(4).nextUp }
    let options = DifferenceOptions(required: required)
    #expect(try BundleDifferenceTests.compare(SmallRun(), other, options).holds == holds)
  }

  @Test(arguments: ["", "ulp", "ulp:", "ulp:-1", "tolerance", "BITS"])
  func `other words are no level`(_ word: String) {
    #expect(EquivalenceLevel(word) == nil)
  }

  @Test func `distances in a table are counted in the precision of the runs`() throws {
    let single = ProvenanceRow(path: "precision", value: "float32", origin: "small.yaml:4:1")
    let a = BundleDifferenceTests.vary { $0.rows.append(single) }
    let b = BundleDifferenceTests.vary {
      $0.rows.append(single)
      $0.metrics[1].loss = 0.250001
    }
    #expect(try BundleDifferenceTests.compare(a, b).level == .ulp(34))
  }

  @Test func `a stated tolerance goes before the fallback`() throws {
    let other = BundleDifferenceTests.vary { $0.metrics[1].loss = 0.26 }
    let options = DifferenceOptions(
      tolerances: [(name: "train.loss", tolerance: Tolerance(absolute: 0.1, relative: 0))])
    #expect(try BundleDifferenceTests.compare(SmallRun(), other, options).level == .tolerance)
  }

  @Test func `values stand worst first, with place and digits that tell them apart`() throws {
    let other = BundleDifferenceTests.vary {
      $0.metrics[1].loss = 0.25000000001
      $0.weight = [1, 2, 3.5, Float(4).nextUp]
    }
    let found = try BundleDifferenceTests.compare(SmallRun(), other)
    let first = try #require(found.values.first)
    #expect(first.file.hasSuffix(".safetensors") || first.file.hasSuffix(".npy"))
    #expect(first.place == "[1,0]" && first.a == "3.0" && first.b == "3.5")
    #expect(first.count == 2 && first.total == 4 && first.maxAbsolute == 0.5)
    let last = try #require(found.values.last)
    #expect(last.part == "train.loss" && last.place == "step 10")
    #expect(last.a == "0.25" && last.b == "0.25000000001" && last.isWithinTolerance)
  }

  @Test func `the first step and tensor at which two runs part are named`() throws {
    let other = BundleDifferenceTests.vary { run in
      run.trace = [(0, "hidden.weight", "aa"), (10, "hidden.weight", "xx"), (20, "hidden.weight", "yy")]
      run.metrics[2].loss = 0.2
    }
    let found = try BundleDifferenceTests.compare(SmallRun(), other)
    #expect(found.divergence == .first(step: 10, tensor: "hidden.weight", lastEqualStep: 0))
  }

  @Test func `a value asked differently is compared by meaning`() throws {
    let other = BundleDifferenceTests.vary {
      $0.resolved += "# reordered\n"
      $0.rows = [$0.rows[1], ProvenanceRow(path: "condensespec", value: "1.0", origin: "default")]
    }
    #expect(try BundleDifferenceTests.compare(SmallRun(), other).asked.isEmpty)
  }

  @Test func `what cannot change a result is listed after what can`() throws {
    let other = BundleDifferenceTests.vary {
      $0.resolved += "more\n"
      $0.rows = [
        ProvenanceRow(path: "title", value: "t", origin: "a.yaml:1:1"), $0.rows[0],
        ProvenanceRow(path: "let.m", value: "11", origin: "--set let.m=11"),
      ]
    }
    let found = try BundleDifferenceTests.compare(SmallRun(), other)
    #expect(found.asked.map(\.path) == ["let.m", "title"])
    #expect(found.asked.map(\.canChangeResults) == [true, false])
  }

  @Test func `another language version cannot be compared`() throws {
    let other = BundleDifferenceTests.vary {
      $0.resolved = "condensespec: 2\n"
      $0.rows[0] = ProvenanceRow(path: "condensespec", value: "2", origin: "a.yaml:1:1")
    }
    let found = try BundleDifferenceTests.compare(SmallRun(), other)
    #expect(found.level == .incomparable && !found.holds)
  }

  @Test func `a file that is altered or missing is found, whatever the digests say`() throws {
    let folder = try TemporaryFolder()
    let a = try SmallRun().write(under: folder.path + "/a").bundle
    let b = try SmallRun().write(under: folder.path + "/b").bundle
    #expect(try BundleDifference.compare(a, b).level == .bytes)
    try DurableFile.write(Array("step,train.loss\n".utf8), to: b.path + "/metrics.csv")
    #expect(throws: ResultsFailure.altered(path: b.path + "/metrics.csv")) { _ = try BundleDifference.compare(a, b) }
    #expect(unlink(b.path + "/metrics.csv") == 0)
    #expect(throws: ResultsFailure.missing(path: b.path + "/metrics.csv")) { _ = try BundleDifference.compare(b, a) }
  }

  @Test func `a bundle that was altered is not compared`() throws {
    let folder = try TemporaryFolder()
    let a = try SmallRun().write(under: folder.path + "/a").bundle
    let other = BundleDifferenceTests.vary { $0.metrics[1].loss = 0.5 }
    let b = try other.write(under: folder.path + "/b").bundle
    try DurableFile.write(Array("step,train.loss\n".utf8), to: b.path + "/metrics.csv")
    #expect(throws: ResultsFailure.altered(path: b.path + "/metrics.csv")) {
      _ = try BundleDifference.compare(a, b)
    }
  }
}
