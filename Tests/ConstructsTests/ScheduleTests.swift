import Constructs
import ExperimentGraph
import Grammar
import Testing

@Suite struct ScheduleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let steps: [Int]
    let atEnd: Bool
    var testDescription: String { text }

    init(_ text: String, _ steps: [Int], atEnd: Bool) {
      self.text = text
      self.steps = steps
      self.atEnd = atEnd
    }
  }

  /// For a stage of at most 100 updates, ten in an epoch.
  static let cases = [
    Case("start", [0], atEnd: false), Case("end", [], atEnd: true), Case("7", [7], atEnd: false),
    Case("{step: 100}", [100], atEnd: false), Case("{step: 101}", [], atEnd: false),
    Case("{every: 30}", [0, 30, 60, 90], atEnd: true), Case("{every: 1000}", [0], atEnd: true),
    Case("{every_epochs: 4}", [0, 40, 80], atEnd: true), Case("{epochs: [0, 1, 3, 50]}", [0, 10, 30], atEnd: false),
    Case("{epochs: 2}", [20], atEnd: false), Case("{per_decade: 1}", [0, 1, 10, 100], atEnd: true),
    Case("{per_decade: 2}", [0, 1, 3, 10, 32, 100], atEnd: true),
    Case(
      "{per_decade: 10}", [0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40, 50, 63, 79, 100], atEnd: true),
  ]

  @Test(arguments: cases) func `a schedule has its moments`(_ item: Case) throws {
    let schedule = try #require(component(Schedules.family, item.text))
    let bounds = StageBounds(maximumSteps: 100, stepsPerEpoch: 10)
    #expect(schedule.moments(bounds) == Moments(steps: item.steps, atEnd: item.atEnd))
    #expect(schedule.momentLimit(bounds) >= item.steps.count)
  }

  @Test(arguments: cases) func `the moments follow one another`(_ item: Case) {
    let moments = Moments(steps: item.steps, atEnd: item.atEnd)
    var found: [Int] = []
    var step = -1
    while let next = moments.next(after: step) {
      found.append(next)
      step = next
    }
    #expect(found == item.steps)
    for step in 0..<110 { #expect(moments.contains(step) == item.steps.contains(step)) }
  }

  @Test func `several schedules are one, sorted and without repeats`() throws {
    let spec = SampleSpec(rest: "metrics: {at: [50, start, {every: 50}, end], record: [train.loss]}")
    let graph = try #require(ReadSpec(spec.text).reader.graph)
    #expect(graph.metricMoments == Moments(steps: [0, 50, 100], atEnd: true))
    #expect(graph.metricMoments.count(upTo: 100) == 3)
    #expect(graph.metricMoments.count(upTo: 70) == 3)
    #expect(graph.metricMoments.contains(50) && !graph.metricMoments.contains(51))
  }

  @Test func `a stage ends with the first of its bounds`() throws {
    let cases = [("{steps: 35}", 35), ("{epochs: 3}", 30), ("{steps: 35, epochs: 3}", 30), ("{steps: 25, epochs: 3}", 25)]
    for (stop, steps) in cases {
      let spec = SampleSpec(stop: stop)
      let training = try #require(ReadSpec(spec.text).reader.graph).training
      #expect(training.bounds == StageBounds(maximumSteps: steps, stepsPerEpoch: 10), "\(stop)")
      #expect(training.stop.countsEpochs == (steps == 30), "\(stop)")
    }
  }
}
