import Results
import TestFolders
import Testing

@Suite struct DifferenceTextTests {
  /// The text with the folders of this test taken out.
  static func text(_ change: (inout SmallRun) -> Void, all: Bool = false) throws -> String {
    let folder = try TemporaryFolder()
    var other = SmallRun()
    change(&other)
    let a = try SmallRun().write(under: folder.path + "/a").bundle
    let b = try other.write(under: folder.path + "/b").bundle
    return try BundleDifference.compare(a, b).text(all: all)
      .replacing(folder.path, with: "T").replacing(SmallRun().identity.id8, with: "ID")
      .replacing(other.identity.id8, with: "ID2")
  }

  @Test func `equal bundles take four lines`() throws {
    #expect(
      try DifferenceTextTests.text { _ in } == """
        EQUAL at `bytes` (required: tol)
          A T/a/runs/small-ID
          B T/b/runs/small-ID
        asked   the same
        claims  1 of 1 with the same verdict

        """)
  }

  @Test func `a determinism bug shows what moved, where it began, and what to do`() throws {
    let text = try DifferenceTextTests.text {
      $0.isa = "avx512"
      $0.trace[2].digest = "zz"
      $0.metrics[2].loss = 0.006737948
      $0.weight[3] = Float(4).nextUp
    }
    #expect(
      text == """
        NOT EQUAL at `tol`: the strongest level that holds is `claims`
          A T/a/runs/small-ID
          B T/b/runs/small-ID
        asked   the same
        around  isa: avx2 -> avx512
        claims  1 of 1 with the same verdict
        worst   metrics.csv train.loss: 1 of 3 differ, worst at step 20: 0.125 -> 0.006737948, \
        max abs 0.118, max rel 0.946
                checkpoints/step-000020.safetensors hidden.weight: 1 of 4 differ, worst at [1,1]: \
        4.0 -> 4.0000005, max abs 4.76e-07, max rel 1.19e-07, max 1 ulp (within tolerance)
                probes/features/step-000020.npy: 1 of 4 differ, worst at [1,1]: \
        4.0 -> 4.0000005, max abs 4.76e-07, max rel 1.19e-07, max 1 ulp (within tolerance)
        first   they part at step 20, tensor hidden.weight, all equal until step 10
        likely  nothing that may change a result differs (isa avx2 -> avx512: none of these may change bits): \
        a determinism bug, please report it
        next    condensespec verify T/b/runs/small-ID --rerun --vary threads,isa,resume

        """)
  }

  @Test func `at most twenty findings are shown unless all are asked for`() throws {
    let change = { (run: inout SmallRun) in
      run.resolved += "more\n"
      for index in 0..<100 {
        run.rows.append(ProvenanceRow(path: "let.x\(index)", value: "1", origin: "default"))
      }
    }
    let short = try DifferenceTextTests.text(change)
    #expect(short.split(separator: "\n").count <= 3 + 20 + 1)
    #expect(short.contains("more (--all)"))
    let long = try DifferenceTextTests.text(change, all: true)
    #expect(long.contains("let.x99: absent -> 1"))
  }

  @Test func `the form for programs is strict JSON with everything`() throws {
    let folder = try TemporaryFolder()
    var other = SmallRun()
    other.metrics[2].loss = .infinity
    let a = try SmallRun().write(under: folder.path + "/a").bundle
    let b = try other.write(under: folder.path + "/b").bundle
    let text = try BundleDifference.compare(a, b).json.prettyText
    let json = try CanonicalJSON(parsing: Array(text.utf8), name: "t")
    #expect(json["level"] == "claims" && json["holds"] == false)
    #expect(json["values"]?.elements?.first?["max_absolute"]?.double == .infinity)
    #expect(json["values"]?.elements?.first?["max_ulp"] == .null)
  }
}
