import Results
import TestFolders
import Testing

/// The probe `training_time`: the sum of the rates, whatever the schedule is and whenever it is asked.
@Suite struct TrainingTimeTests {
  static let optimizers = [
    "{gradient_descent: {learning_rate: 0.1}}",
    "{gradient_descent: {learning_rate: {auto: {start: 300}}}}",
    "{sgd: {learning_rate: {warm_up: {to: 0.1, steps: 7, then: {cosine: {from: 0.1, steps: 90}}}}}}",
    "{adam: {learning_rate: {piecewise: {rates: [0.01, 0.003], epochs: [11]}}}}",
  ]

  /// Step, time and rate as recorded.
  func recorded(_ optimizer: String, at moments: String) throws -> [[Double]] {
    let folder = try TemporaryFolder()
    let spec = try folder.put(
      """
      condensespec: 1
      data: {train: {function: {of: sin(3*x), x: {linspace: [-1, 1, 9]}}}}
      model: {layers: {hidden: {dense: {units: 8, activation: tanh}}, readout: {dense: {units: 1}}}, loss: {mse: 1/2}}
      init: {default: lecun}
      train: {optimizer: \(optimizer), batch: full, stop: {steps: 40}}
      probes: {clock: {training_time: {}, at: \(moments)}}
      """, "spec.yaml")
    let answer = try Tool()("run", spec, "--quiet", "--out", folder.path + "/out")
    try #require(answer.exit == 0, "\(answer.err)")
    let text = String(decoding: try ResultBundle(at: answer.lastLine).bytes(of: "probes/clock.csv"), as: UTF8.self)
    return text.split(separator: "\n").dropFirst().map { $0.split(separator: ",").compactMap { Double($0) } }
  }

  @Test(arguments: optimizers) func `time grows by the rate of each update`(_ optimizer: String) throws {
    let rows = try recorded(optimizer, at: "{every: 1}")
    try #require(rows.count == 41)
    #expect(rows[0][1] == 0 && rows[0][2] == rows[1][2])
    for (before, after) in zip(rows, rows.dropFirst()) {
      #expect(after[2] > 0 && abs(after[1] - before[1] - after[2]) <= 1e-14 * after[1])
    }
  }

  @Test(arguments: optimizers) func `what is asked seldom is what is asked always`(_ optimizer: String) throws {
    let all = try recorded(optimizer, at: "{every: 1}")
    let few = try recorded(optimizer, at: "[start, 3, 17, 29, end]")
    #expect(few.count == 5)
    for row in few { #expect(all.contains(row), "\(row)") }
  }

  @Test func `a flow has its own time`() throws {
    let rows = try recorded("{gradient_flow: {first_step: 0.01}}", at: "[start, end]")
    #expect(rows.first?[1] == 0 && rows.first?[2] == 0.01)
    #expect((rows.last?[1] ?? 0) > 0.04)
  }
}
