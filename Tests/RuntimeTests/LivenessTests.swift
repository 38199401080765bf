import CPUFeatures
import Runtime
import TensorGraph
import Testing

@Suite struct LivenessTests {
  static let requests: [ProgramRequest] =
    (0..<60 as Range<UInt64>).map { RandomGraph.request(seed: $0) } + [
      TrainingStep.convolutional(batch: 8, side: 12, channels: 4, units: 16).request,
      TrainingStep.twoLayer(samples: 40, units: 50).request,
    ] + (0..<40 as Range<UInt64>).map { SheetSample(seed: $0).request }
    + (0..<20 as Range<UInt64>).map { AttentionSample(seed: $0).request }

  @Test(arguments: requests.indices, Precision.allCases)
  func `no two buffers in use at the same time overlap`(_ number: Int, _ precision: Precision) {
    let plan = Plan(LivenessTests.requests[number], precision, tiling: .always)
    let extents = plan.programs[0].extents
    for (i, a) in extents.enumerated() {
      #expect(a.offset % 64 == 0 && a.offset >= plan.constantsOffset + plan.constants.count)
      #expect(a.offset + a.bytes <= plan.arenaBytes)
      for b in extents[(i + 1)...] where a.first <= b.last && b.first <= a.last {
        #expect(a.offset + a.bytes <= b.offset || b.offset + b.bytes <= a.offset)
      }
    }
  }

  @Test(arguments: requests.indices, Precision.allCases)
  func `every instruction stays inside of what is in use, and never writes over what it reads`(
    _ number: Int, _ precision: Precision
  ) {
    let plan = Plan(LivenessTests.requests[number], precision, tiling: .always)
    let resident = plan.layout.slots.map { $0.offset..<$0.offset + $0.bytes }
    let constants = plan.constantsOffset..<plan.constantsOffset + plan.constants.count
    for (index, instruction) in plan.programs[0].instructions.enumerated() {
      let ranges = InstructionRanges(instruction, plan, width: precision.bytes)
      let working = plan.programs[0].extents.filter { $0.first <= index && index <= $0.last }
        .map { $0.offset..<$0.offset + $0.bytes }
      for range in ranges.reads { #expect((resident + working + [constants]).contains { $0.contains(range) }) }
      for range in ranges.writes {
        #expect((resident + working).contains { $0.contains(range) })
        for other in ranges.reads where range.overlaps(other) { #expect(ranges.mayAlias(range, other)) }
      }
      for (i, a) in ranges.writes.enumerated() {
        for b in ranges.writes[(i + 1)...] { #expect(!a.overlaps(b)) }
      }
    }
  }

  @Test func `resident tensors change only by updates, and buffers are reused`() {
    let plan = Plan(TrainingStep.convolutional(batch: 128).request, .float32)
    let written = Set(plan.programs[0].instructions.flatMap { InstructionRanges($0, plan, width: 4).writes })
    for name in ["x", "targets", "rate", "beta1_power"] {
      guard let slot = plan.layout[name] else { continue }
      #expect(!written.contains { $0.overlaps(slot.offset..<slot.offset + slot.bytes) })
    }
    let extents = plan.programs[0].extents
    let working = plan.arenaBytes - plan.constantsOffset
    #expect(extents.reduce(0) { $0 + $1.bytes } > working)
  }
}

extension Plan {
  /// The plan of one request, with a slot for everything it names.
  init(_ request: ProgramRequest, _ precision: Precision, tiling: Tiling = .usual) {
    var layout = ResidentLayout(precision: precision)
    layout.addSources(of: request.graph)
    for update in request.updates { layout.add(update.slot, request.graph.shape(update.value)) }
    self.init([request], layout: layout, tiling: tiling)
  }
}
