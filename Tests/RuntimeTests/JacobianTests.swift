import Kernels
import Runtime
import Testing

/// Derivatives of outputs, of so many samples that threads part them. Those of 11,000 are stored past the caches, those of 7000 are not.
@Suite struct JacobianTests {
  @Test func `the same bits for every number of threads and instruction set, and those of fewer samples`() throws {
    func rows(_ samples: Int, _ set: InstructionSet, threads: Int) throws -> [Double] {
      let data = "{of: sin(2*x1)*x2, x: {normal: {n: \(samples), d: 2}}}"
      let experiment = try LanczosProbeTests.experiment(data, LanczosProbeTests.wide, probes: "rank: {model_rank: train}")
      let programs = ExperimentPrograms(experiment)
      var session = try Session(experiment, programs, instructionSet: set, threads: threads)
      session.initialize()
      return session.jacobian(programs.jacobians[0], isAtStart: false).values
    }
    let all = try rows(11_000, .best, threads: 1)
    #expect(all.count == 11_000 * 201)
    #expect(try rows(11_000, .best, threads: 2) == all && rows(11_000, .base, threads: 3) == all)
    // The draws of a dataset are named by their place, so that fewer samples are the first of more.
    #expect(try rows(7000, .best, threads: 2) == Array(all.prefix(7000 * 201)))
  }
}
