import SourceDiagnostics
import Testing
import YAMLTree

@Suite struct FuzzTests {
  #if DEBUG
    static let mutationCount = 1500
  #else
    static let mutationCount = 20_000
  #endif

  /// A generator with a fixed seed (SplitMix64: Steele, Lea, Flood, OOPSLA 2014), so that a failure
  /// comes again.
  struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  static let seeds = [
    "condensespec: 1\ntitle: 凝聚 🔥\nlet: {m: 1e-3, n: max(1, 2)}\nmodel:\n  layers:\n"
      + "    hidden: {dense: {units: m}}\n",
    "a: &x [1, \"two\", 'three', {b: c}]\nd: *x\ne: |\n  text\n  more\nf: >-\n  folded\ng:\n- 1\n-\n- - 2\n",
    "claims:\n  boundary: {expect: \"abs(b - max(1, g)) <= 0.08\", kind: published}\n"
      + "  x: {expect: at(h, n) == [0, 0, 3]}\n",
    "\u{FEFF}é: ü\r\n? key\r\n: value\r\n\"q\\n\": {lr:1, b: c: d}\r\n\ttab: 1\r\n...\r\n",
    "---\n!!map {a: !x &y b, <<: *y, [c]: d, a: 1}\n---\nsecond: 1\n",
  ].map { Array($0.utf8) }

  static let pieces = [
    "{", "}", "[", "]", ",", ":", ": ", "- ", "? ", "&a ", "*a", "!t ", "|\n", ">\n", "'", "\"", "#", " #",
    "\n", "\r\n", "\t", "  ", "(", ")",
    "<<: ", "---\n", "...\n", "%YAML 1.2\n", "凝", "🔥", "\u{301}", "\u{FEFF}", "\u{0}", "\u{2028}", "x:1",
    "f(a, b)", "\\x", "@", "`",
  ].map { Array($0.utf8) }

  static func mutate(_ bytes: inout [UInt8], _ random: inout Generator) {
    let at = Int.random(in: 0...bytes.count, using: &random)
    let end = min(bytes.count, at + Int.random(in: 0...8, using: &random))
    switch Int.random(in: 0..<6, using: &random) {
    case 0: bytes.removeSubrange(at..<end)
    case 1: bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: at)
    case 2: bytes.replaceSubrange(at..<end, with: pieces.randomElement(using: &random) ?? [])
    case 3: bytes.insert(contentsOf: bytes[at..<end], at: Int.random(in: 0...bytes.count, using: &random))
    case 4 where at < end: bytes[at] = UInt8.random(in: 0...255, using: &random)
    default:
      let other = seeds.randomElement(using: &random) ?? []
      let lower = Int.random(in: 0...other.count, using: &random)
      bytes.insert(contentsOf: other[lower..<min(other.count, lower + 20)], at: at)
    }
  }

  /// What is wrong with a reading, whatever the text.
  static func violations(_ parsed: ParsedText) -> [String] {
    let bytes = parsed.sources[parsed.file].bytes
    var found: [String] = []
    func check(_ range: SourceRange, _ what: String, isText: Bool = true) {
      if range.upper > bytes.count { return found.append("\(what) ends behind the file") }
      for end in [range.lower, range.upper] where isText && end < bytes.count && bytes[end] & 0xC0 == 0x80 {
        found.append("\(what) cuts a character")
      }
    }
    let isText = !parsed.diagnostics.contains { $0.code == .invalidUTF8 }
    for diagnostic in parsed.diagnostics {
      for label in [diagnostic.primary] + diagnostic.related {
        check(label.range, "label of \(diagnostic.code)", isText: isText)
      }
      if let fix = diagnostic.fix { check(fix.range, "fix of \(diagnostic.code)") }
    }
    for node in parsed.nodes {
      check(node.range, "node")
      for entry in node.mapping ?? [] { check(entry.key.range, "key") }
      if let scalar = node.scalar, scalar.sourceOffset(ofUTF8: scalar.text.utf8.count) > bytes.count {
        found.append("offset of a scalar lies behind the file")
      }
    }
    if parsed.node == nil, parsed.diagnostics.isEmpty { found.append("no tree and no reason") }
    return found
  }

  @Test(arguments: seeds.indices)
  func `no text traps, and every range lies inside it`(_ seed: Int) {
    var random = Generator(state: UInt64(seed))
    for _ in 0..<(Self.mutationCount / Self.seeds.count) {
      var bytes = Self.seeds[seed]
      for _ in 0...Int.random(in: 0..<6, using: &random) { Self.mutate(&bytes, &random) }
      let parsed = ParsedText(bytes: bytes)
      let violations = Self.violations(parsed)
      if violations != [] { Issue.record("\(violations) in \(bytes)") }
      let full = FullRenderer.render(parsed.diagnostics, parsed.sources, color: true)
      if full.isEmpty != parsed.diagnostics.isEmpty { Issue.record("nothing was rendered for \(bytes)") }
    }
  }

  @Test func `reading twice gives the same`() {
    for bytes in Self.seeds {
      let (a, b) = (ParsedText(bytes: bytes), ParsedText(bytes: bytes))
      #expect(a.diagnostics == b.diagnostics && a.tree == b.tree)
    }
  }
}
