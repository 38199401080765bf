import Grammar
import SourceDiagnostics
import Testing
import YAMLTree

struct ResolutionLawTests {
  /// A random right document.
  static func document(_ dice: inout Dice) -> String {
    let lets = dice.one(of: ["{m: 10, k: m/4}", "\n  m: 2*5\n  k: 2.5", "{k: 1/4, m: 100*k}"])
    let layer: (inout Dice) -> String = { dice in
      let units = dice.one(of: ["3", "m", "2*m + 1", "1e1", "\"max(m, 3)\""])
      let rest = dice.one(of: [
        "", ", bias: false", ", activation: tanh", ", activation: {leaky_relu: k}", ", x-n: [k]",
      ])
      return "{dense: {units: \(units)\(rest)}}"
    }
    let start: (inout Dice) -> String = { dice in
      dice.one(of: [
        "zeros", "{normal: {std: k*fan_in^-0.5}}", "{normal: {variance: m^-2}}", "{uniform: [-k, k]}",
        "{uniform: {low: 0, high: m}}", "{normal: {std: \"max(fan_in, m - 3)\"}}",
      ])
    }
    let rate = dice.one(of: ["k", "{constant: 1e-3}", "{warm_up: {steps: m, then: {warm_up: {steps: 2, then: 0.5}}}}"])
    let optimizer = dice.one(of: ["adam", "{adam: {beta1: 0.5}}", "{sgd: {learning_rate: \(rate), momentum: 1/3}}"])
    let scale = dice.one(of: ["1/3", "-k", "1e-320"])
    let moments = dice.one(of: ["start", "[0, m, end]", "{every: m}", "m", "[]", "{steps: [end]}"])
    let claim = dice.one(of: ["last(p) < k", "not (last(p) < 1 or p == m)", "{expect: last(p) > 1, source: 'a: b'}"])
    let title = dice.one(of: ["no", "'#1'", "\"a\\tb\"", "量子 🎈", "- a", "'x: y'", "1e-3", "\"\"", "a#b", "'{'"])
    return """
      condensespec: 1
      title: \(title == "- a" ? "'- a'" : title)
      let: \(lets)
      target: \(dice.one(of: ["x*k - x3/m", "2*k + 1", "-relu(x)^2"]))
      model: {layers: {a: \(layer(&dice)), b-c: \(layer(&dice))}, output_scale: \(scale)}
      init: {a: \(start(&dice)), b-c.bias: \(start(&dice))}
      train: {optimizer: \(optimizer), batch: \(dice.one(of: ["full", "m"])), stop: {steps: m}}
      probes: {p: {norm: \(dice.one(of: ["a.weight", "[a.weight, b-c]"])), at: \(moments)}}
      claims: {one: \(claim)}
      """
  }

  @Test(arguments: 0..<4) func `resolving twice gives the same bytes`(_ seed: Int) throws {
    var dice = Dice(UInt64(seed) + 40)
    for _ in 0..<60 {
      let text = Self.document(&dice)
      let outcome = SampleOutcome(text)
      #expect(outcome.text == [], "\(text)")
      let yaml = try #require(outcome.resolved).yaml()
      let again = SampleOutcome(yaml)
      #expect(again.text == [], "\(yaml)")
      #expect(again.resolved?.yaml() == yaml)
      #expect(again.resolved?.value?.title == outcome.resolved?.value?.title)
    }
  }

  @Test(arguments: 0..<4) func `any text survives as a title and as a note in a list`(_ seed: Int) {
    var dice = Dice(UInt64(seed) + 80)
    let alphabet = Array("ab01 -:#,[]{}?&*!|>%@`'\"\\=<~._/\n\té中🎈\u{85}\u{FEFF}\u{2028}\u{7}").map(String.init)
    for _ in 0..<200 {
      let text = (0..<(1 + dice.below(6))).map { _ in dice.one(of: alphabet) }.joined()
      let quoted = "\"" + text.unicodeScalars.map { "\\U" + hexadecimal($0.value) }.joined() + "\""
      let outcome = SampleOutcome(
        DecodingTests.document(extra: "title: \(quoted)\nx-n: [\(quoted), {\(quoted): \(quoted)}]"))
      let title = outcome.resolved?.value?.title
      #expect(title == text, "\(text.debugDescription)")
      let yaml = outcome.resolved?.yaml() ?? ""
      let again = SampleOutcome(yaml)
      #expect(again.text == [], "\(yaml)")
      #expect(again.resolved?.value?.title == title, "\(yaml)")
      #expect(again.resolved?.yaml() == yaml)
    }
  }

  private func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  @Test(arguments: 0..<4) func `no mutation of a document traps, and every diagnostic lies in its file`(_ seed: Int) {
    var dice = Dice(UInt64(seed) + 160)
    let pieces = [
      "{", "}", "[", "]", ":", " ", "\n", ",", "- ", "x", "m", "1", "'", "\"", "(", "^", "x-", ".", "é", "<", "not ",
    ]
    for _ in 0..<150 {
      var characters = Array(Self.document(&dice))
      for _ in 0..<(1 + dice.below(3)) {
        let at = dice.below(characters.count)
        switch dice.below(3) {
        case 0: characters.remove(at: at)
        case 1: characters.insert(contentsOf: dice.one(of: pieces), at: at)
        default: characters.removeSubrange(at..<min(characters.count, at + dice.below(12)))
        }
      }
      let outcome = SampleOutcome(
        String(characters), overrides: dice.below(4) == 0 ? ["train.batch=\(String(characters.prefix(9)))"] : [])
      for diagnostic in outcome.diagnostics {
        for range in [diagnostic.primary.range] + diagnostic.related.map(\.range) {
          #expect(range.upper <= outcome.sources[range.file].bytes.count)
        }
      }
      #expect((outcome.resolved?.value != nil) == outcome.diagnostics.isEmpty, "\(String(characters))\n\(outcome.text)")
    }
  }
}
