import Results
import TestFolders
import Testing

/// `phase`: where a network starts.
@Suite struct PhaseCommandTests {
  let tool = Tool()
  static let spec = """
    condensespec: 1
    data: {train: {function: {of: x^2, x: [-1/2, -1/6, 1/6, 1/2]}}}
    model:
      layers: {hidden: {dense: {units: 10000, activation: relu}}, readout: {dense: {units: 1, bias: false}}}
      parameterization: {phase: {gamma: 1.75, gamma_prime: 0.25}}
      loss: {mse: 1/2}
    train: {optimizer: {gradient_descent: {learning_rate: auto}}, batch: full, stop: {steps: 10}}

    """

  @Test func `it says scales, exponents, regime and distances, and that one width is not a limit`() throws {
    let folder = try TemporaryFolder()
    let spec = try folder.put(Self.spec, "point.yaml")
    let answer = try tool("phase", spec)
    #expect(answer.exit == 0, "\(answer.err)")
    // κ = 10⁴^−1.75 = 10⁻⁷ and κ' = 10⁻¹.
    for line in ["m           10000", "κ           1e-7", "κ'          0.1", "regime      condensed"] {
      #expect(answer.out.contains(line), "\(answer.out)")
    }
    #expect(answer.out.contains("limits"))
    let json = try CanonicalJSON(parsing: Array(try tool("phase", spec, "--json").out.utf8), name: "phase")
    #expect(json["regime"]?.text == "condensed" && abs((json["above_diagonal"]?.double ?? 0) - 0.5) < 1e-12)
  }

  @Test func `of several stages the first is the one that starts`() throws {
    let folder = try TemporaryFolder()
    let staged = Self.spec.replacing("train: {optimizer", with: "stages: {one: {train: {optimizer")
      .replacing("{steps: 10}}", with: "{steps: 10}}}}")
    let answer = try tool("phase", try folder.put(staged, "staged.yaml"))
    #expect(answer.exit == 0 && answer.out.contains("regime      condensed"), "\(answer.out)\(answer.err)")
  }

  @Test func `a network that is not of two layers is exit 2`() throws {
    let folder = try TemporaryFolder()
    let answer = try tool("phase", try folder.put(Specs.parabola, "parabola.yaml"), "--set", "init.readout=zeros")
    #expect(answer.exit == 2, "\(answer.out)")
  }
}
