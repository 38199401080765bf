import Results
import TestFolders
import Testing

/// `measure_only: true`: what is known without a tensor.
@Suite struct MeasureOnlyTests {
  let tool = Tool()
  /// A layer of 10⁸ units with 10 inputs would take 8 GB.
  static let spec = """
    condensespec: 1
    precision: float64
    sweep: {grid: {scheme: [lecun, xavier, ntk], m: [1e4, 1e6, 1e8]}}
    data: {train: {function: {of: x1, x: {normal: {n: 2, d: 10}}}}}
    model:
      layers: {hidden: {dense: {units: m, activation: relu, bias: false}}, readout: {dense: {units: 1, bias: false}}}
      parameterization: scheme
      loss: {mse: 1/2}
    train: {optimizer: {gradient_descent: {learning_rate: 1}}, batch: full, stop: {steps: 0}}
    measure_only: true
    probes: {scales: {initial_scales: {}, at: [start]}}
    summaries:
      gamma:       {slope: {y: -log(scales.kappa), x: log(m), over: m}}
      gamma_prime: {slope: {y: -log(scales.kappa_prime), x: log(m), over: m}}
    claims:
      lecun:  {where: scheme == lecun, expect: abs(gamma - 0.5) < 0.01 and abs(gamma_prime - 0.5) < 0.01}
      xavier: {where: scheme == xavier, expect: abs(gamma - 1) < 0.01 and abs(gamma_prime) < 0.01}
      ntk:    {where: scheme == ntk, expect: abs(gamma - 0.5) < 0.01 and abs(gamma_prime) < 0.01}

    """

  @Test func `exponents of a table come from widths that no memory holds`() throws {
    let folder = try TemporaryFolder()
    let spec = try folder.put(Self.spec, "table.yaml")
    let answer = try tool("run", spec, "--out", folder.path)
    #expect(answer.exit == 0 && answer.out.contains("3 of 3 claims pass"), "\(answer.out)\(answer.err)")
    #expect(try tool("plan", spec).exit == 0)
  }

  @Test func `a single network has its scales in its bundle, and comes to the same again`() throws {
    let folder = try TemporaryFolder()
    let text = Self.spec.split(separator: "\n").filter { !$0.hasPrefix("sweep") }.prefix { !$0.hasPrefix("summaries") }
      .joined(separator: "\n").replacing("units: m", with: "units: 1e8").replacing("scheme", with: "ntk")
    let path = try tool("run", try folder.put(text + "\n", "wide.yaml"), "--out", folder.path).lastLine
    let bundle = try ResultBundle(at: path)
    // κ = 1/√m and κ' = 1.
    let rows = String(decoding: try bundle.bytes(of: "probes/scales.csv"), as: UTF8.self).split(separator: "\n")
    #expect(rows.count == 2 && rows[0] == "step,kappa,kappa_prime,gamma,gamma_prime")
    #expect(rows[1].hasPrefix("0,0.0001,1.0,0."))
    #expect(try bundle.verifyIntegrity().isEmpty)
    let again = try tool("verify", path, "--vary", "threads,resume", "--folder", folder.path)
    #expect(again.exit == 0, "\(again.out)\(again.err)")
  }
}
