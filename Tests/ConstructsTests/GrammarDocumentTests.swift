import Constructs
import Grammar
import SourceDiagnostics
import Testing
import YAMLTree

/// Every YAML block of the language's documents is read by the tool: prose cannot drift from what is true.
///
/// A block is a whole spec when it has the key `condensespec`; otherwise its comment `# fragment: NAME` says which family, record or
/// top-level key it shows. Comments `# error[code]: words` state the errors of a block that is meant to be wrong.
@Suite struct GrammarDocumentTests {
  struct Block: Sendable, CustomTestStringConvertible {
    let file: String
    let line: Int
    let text: String
    var testDescription: String { "\(file):\(line)" }

    /// The name in the comment `# fragment: NAME`.
    var fragment: String? { text.firstMatch(of: /# fragment: ([a-z_]+)/).map { String($0.1) } }
  }

  static let blocks: [Block] = ["grammar.md", "README.md", "CONTRIBUTING.md"].flatMap { name -> [Block] in
    guard let document = try? text(of: repository + "/" + name) else { return [] }
    var blocks: [Block] = []
    var body: [Substring]?
    for (index, line) in document.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if let lines = body {
        if line.hasPrefix("```") {
          blocks.append(Block(file: name, line: index - lines.count, text: lines.joined(separator: "\n") + "\n"))
          body = nil
        } else {
          body = lines + [line]
        }
      } else if line == "```yaml" {
        body = []
      }
    }
    return blocks
  }

  /// A whole spec around a fragment; a fragment named after a top-level key may show the key too.
  static func spec(around fragment: String, _ text: String) -> String? {
    func indented(_ by: Int) -> String {
      text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.isEmpty ? "" : String(repeating: " ", count: by) + $0 }.joined(separator: "\n")
    }
    let catalog = FamilyLawTests.catalog
    if catalog.root.fields.keyNames.contains(fragment), text.contains("\n\(fragment):") { return text }
    let holders = [
      "dataset": "data:\n  train:", "model": "model:", "layer": "model:\n  layers:\n    one:", "loss": "model:\n  loss:",
      "initializer": "init:\n  default:", "train": "train:", "optimizer": "train:\n  optimizer:",
      "stop_rule": "train:\n  stop:", "probe": "probes:\n  one:", "metrics": "metrics:", "schedule": "checkpoints:\n  at:",
      "checkpoints": "checkpoints:", "claim": "claims:\n  one:",
      "activation": "model:\n  layers:\n    one:\n      activation:",
      "learning_rate": "train:\n  optimizer:\n    gradient_descent:\n      learning_rate:",
      "stage": "stages:\n  one:",
      "points": "data:\n  train:\n    function:\n      of: x\n      x:",
    ]
    return holders[fragment].map { $0 + "\n" + indented(12) }
  }

  /// Codes of the errors of a block, as `line code`, counted in the block.
  static func problems(_ block: Block) throws -> [String] {
    if block.fragment == nil { return ReadSpec(block.text, folder: repository + "/examples").summary }
    let name = try #require(block.fragment)
    let whole = try #require(spec(around: name, block.text), "\(block.testDescription): no fragment is called \(name)")
    let head = whole.split(separator: "\n", omittingEmptySubsequences: false).count
      - block.text.split(separator: "\n", omittingEmptySubsequences: false).count
    var sources = SourceMap()
    var diagnostics = Diagnostics()
    let file = sources.add(SourceFile(name: block.testDescription, text: whole))
    guard let node = parse(file, in: sources, into: &diagnostics) else { return diagnostics.list.map(\.code.rawValue) }
    // What is missing around a fragment is no mistake of the fragment, and its names may be declared elsewhere.
    let elsewhere = ["m", "n", "gamma", "width", "epsilon", "sigma"]
    if let form = Spec.language.decode(node, in: sources, names: elsewhere, into: &diagnostics) {
      _ = Spec.language.resolve(form, values: elsewhere.map { ($0, .number(2)) }, into: &diagnostics)
    }
    return diagnostics.list.filter { ![.missingKey, .languageVersion].contains($0.code) }
      .map { "\(sources.position(of: $0.primary.range).line - head) \($0.code.rawValue)" }
  }

  @Test(arguments: blocks) func `a block of the documents is as right or wrong as it says`(_ block: Block) throws {
    let file = SourceFile(name: block.testDescription, text: block.text)
    let expected = InvalidSpecTests.expectations(in: file).map { "\($0.line) \($0.code)" }
    let found = try Self.problems(block)
    #expect(found == expected)
  }

  @Test func `the examples of the diagnostic codes are wrong in the way they show`() {
    for code in DiagnosticCode.allCases {
      #expect(Documents.explanation(of: code.rawValue)?.contains(code.summary) ?? false, "\(code)")
    }
  }
}
