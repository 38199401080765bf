import Runtime
import Testing

@Suite struct RunFailureTests {
  @Test func `numbers that fail end their own point of a sweep, a full disk or memory all of them`() {
    let finding = NonfiniteFinding(step: 3, tensor: "hidden.weight", value: "nan", origin: nil)
    let own: [RunFailure] = [.nonfinite(finding), .unstable(rate: 1e-9), .stuck(step: 7, time: 0.5)]
    for failure in own { #expect(failure.isOfTheExperiment, "\(failure)") }
    let common: [RunFailure] = [.memory(needed: 2, available: 1), .disk(needed: 2, available: 1, path: "out")]
    for failure in common { #expect(!failure.isOfTheExperiment, "\(failure)") }
  }
}
