import CPUFeatures
import Kernels
import Testing

@Suite("A NaN or infinity stays in its lane")
struct ElementaryLaneTests {
  @Test("in arrays of every length, at every place, and spoils no neighbour", arguments: ElementaryFunction.allCases)
  func arrays(function: ElementaryFunction) {
    func check<T: ElementaryNumber>(_ type: T.Type, signalling: T) {
      let specials: [T] = [
        .nan, -.nan, signalling, .infinity, -.infinity, .greatestFiniteMagnitude, -0.0, .leastNonzeroMagnitude,
      ]
      let longest = 3 * 64 / T.size - 1
      let usual = (0..<longest).map { T($0 % 7) * 0.37 - 0.9 }
      for set in InstructionSet.available {
        let alone = usual.map { T.value(of: function, $0, on: set).pattern }
        let answers = specials.map { T.value(of: function, $0, on: set).pattern }
        // All lengths with the special number in the last place, which walks through every lane and ragged end, and
        // the longest with it in every place.
        let places = (0..<longest).map { (length: $0 + 1, place: $0) } + (0..<longest).map { (longest, $0) }
        for (length, place) in places {
          for (special, answer) in zip(specials, answers) {
            var values = Array(usual[..<length])
            values[place] = special
            T.apply(function, &values, on: set)
            let faulty = (0..<length).first { values[$0].pattern != ($0 == place ? answer : alone[$0]) }
            #expect(faulty == nil, "\(special) at \(place) of \(length), \(T.self) on \(set)")
          }
        }
      }
    }
    check(Float.self, signalling: Float(bitPattern: 0x7f80_0001))
    check(Double.self, signalling: Double(bitPattern: 0x7ff0_0000_0000_0001))
  }

  static let micros: [cs_micro] = [.exp, .log, .tanh, .sigmoid, .softplus, .sin, .cos, .erf]

  /// Eleven numbers over and over come to every lane of a vector; the counts end in every lane.
  @Test("in the elementwise instruction, in every lane and ragged end", arguments: micros)
  func instruction(micro: cs_micro) {
    func check<T: TestNumber>(_ type: T.Type) {
      let cycle: [T] = [
        .nan, 0.5, .infinity, -1.25, -.infinity, .greatestFiniteMagnitude, -0.0, -.greatestFiniteMagnitude,
        .leastNonzeroMagnitude, 3, -.nan,
      ]
      let lanes = 64 / T.size
      for count in (11 * lanes)...(12 * lanes) {
        var program = MicroProgram<T>(count: count)
        let x = program.input((0..<count).map { cycle[$0 % 11] })
        program.output(program.apply(micro, x))
        program.sample("\(micro) of \(count) special numbers").check()
      }
    }
    check(Float.self)
    check(Double.self)
  }
}
