import SourceDiagnostics
import Testing

@Suite struct RendererTests {
  /// A text in which `⟦…⟧` marks the primary place and `⟨…⟩` the related ones, as one diagnostic.
  struct Marked {
    let sources: SourceMap
    let diagnostic: Diagnostic

    init(
      _ marked: String, label: String = "", related: [String] = [], help: String? = nil, fix: String? = nil
    ) {
      var bytes: [UInt8] = []
      var starts: [Int] = []
      var primary: Range<Int>?
      var others: [Range<Int>] = []
      for scalar in marked.unicodeScalars {
        switch scalar {
        case "⟦", "⟨": starts.append(bytes.count)
        case "⟧": primary = starts.removeLast()..<bytes.count
        case "⟩": others.append(starts.removeLast()..<bytes.count)
        default: bytes += Array(String(scalar).utf8)
        }
      }
      var sources = SourceMap()
      let file = sources.add(SourceFile(name: "spec.yaml", bytes: bytes))
      func range(_ bytes: Range<Int>) -> SourceRange {
        SourceRange(file: file, lower: bytes.lowerBound, upper: bytes.upperBound)
      }
      let place = range(primary ?? 0..<0)
      diagnostic = Diagnostic(
        .wrongType, "this is wrong", at: place, label: label,
        related: zip(others, related).map { Label(range($0), $1) }, path: SpecPath.root.appending("a"),
        help: help,
        fix: fix.map { Edit(place, $0) })
      self.sources = sources
    }

    var full: String { FullRenderer.render([diagnostic], sources, color: false) }
  }

  @Test func `a place is underlined, and the help stands below`() {
    let marked = Marked("seed: 1\nbatch: ⟦fulll⟧\n", label: "not a number", help: "did you mean `full`?")
    #expect(
      marked.full == """
        error[wrong-type]: this is wrong
         --> spec.yaml:2:8
          |
        2 | batch: fulll
          |        ^^^^^ not a number
          |
          = help: did you mean `full`?

        """)
  }

  @Test func `a related place on another line is shown with its text, and long gaps are left out`() {
    let gap = Marked(
      "kind: ⟨sgd⟩\n1\n2\n3\n4\n5\n6\n7\n8\n⟦beta1⟧: 0.9\n", label: "belongs to `adam`",
      related: ["chosen here"])
    #expect(
      gap.full == """
        error[wrong-type]: this is wrong
          --> spec.yaml:10:1
           |
         1 | kind: sgd
           |       --- chosen here
        ...
        10 | beta1: 0.9
           | ^^^^^ belongs to `adam`

        """)
    let near = Marked("kind: ⟨sgd⟩\n1\n⟦beta1⟧: 0.9\n", related: ["chosen here"])
    #expect(
      near.full == """
        error[wrong-type]: this is wrong
         --> spec.yaml:3:1
          |
        1 | kind: sgd
          |       --- chosen here
        2 | 1
        3 | beta1: 0.9
          | ^^^^^

        """)
  }

  @Test func `several places on one line each have their text`() {
    let marked = Marked("{⟨a⟩: 1, ⟨b⟩: 2, ⟦c⟧: 3}", label: "third", related: ["first", "second"])
    #expect(
      marked.full == """
        error[wrong-type]: this is wrong
         --> spec.yaml:1:14
          |
        1 | {a: 1, b: 2, c: 3}
          |  -     -     ^ third
          |  |     |
          |  |     second
          |  first

        """)
  }

  struct Aligned: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    let rows: [String]

    init(_ name: String, _ text: String, _ rows: [String]) {
      (self.name, self.text, self.rows) = (name, text, rows)
    }

    var testDescription: String { name }
  }

  @Test(arguments: [
    Aligned("ASCII", "a: ⟦b⟧ c", ["a: b c", "   ^"]),
    Aligned("tab before", "a:\t⟦b⟧ c", ["a:    b c", "      ^"]),
    Aligned("tab inside", "a: ⟦\"x\ty\"⟧ c", ["a: \"x    y\" c", "   ^^^^^^^^"]),
    Aligned("Chinese before", "标题: ⟦b⟧ c", ["标题: b c", "      ^"]),
    Aligned("Chinese inside", "a: ⟦凝聚⟧ c", ["a: 凝聚 c", "   ^^^^"]),
    Aligned("fullwidth form", "a：⟦b⟧", ["a：b", "   ^"]),
    Aligned("Korean", "한글: ⟦b⟧", ["한글: b", "      ^"]),
    Aligned("emoji", "a: 🔥 ⟦b⟧", ["a: 🔥 b", "      ^"]),
    Aligned("emoji of several scalars", "a: 👩‍🔬 ⟦b⟧", ["a: 👩‍🔬 b", "      ^"]),
    Aligned("emoji by variation selector", "a: ❤️ ⟦b⟧", ["a: ❤️ b", "      ^"]),
    Aligned("flag", "a: ⟦🇨🇳⟧ b", ["a: 🇨🇳 b", "   ^^"]),
    Aligned("skin tone", "a: 👍🏽 ⟦b⟧", ["a: 👍🏽 b", "      ^"]),
    Aligned("combining accent", "e\u{301}: ⟦b⟧", ["e\u{301}: b", "   ^"]),
    Aligned("precomposed accent", "é: ⟦b⟧", ["é: b", "   ^"]),
    Aligned("part of a cluster", "a: 👩⟦\u{200D}🔬⟧ b", ["a: 👩‍🔬 b", "   ^^"]),
    Aligned("empty range", "a:⟦⟧ b", ["a: b", "  ^"]),
    Aligned("empty range at the end", "a:⟦⟧", ["a:", "  ^"]),
    Aligned("empty text", "⟦⟧", ["", "^"]),
    Aligned("several lines", "a: ⟦[1,\n 2]⟧", ["a: [1,", "   ^^^"]),
    Aligned("control character", "a: \u{7} ⟦b⟧", ["a: \u{FFFD} b", "     ^"]),
    Aligned("text that turns direction", "a: \u{202E} ⟦b⟧", ["a: \u{FFFD} b", "     ^"]),
    Aligned("CRLF", "a: ⟦b⟧\r\nc", ["a: b", "   ^"]),
    Aligned("byte-order mark", "\u{FEFF}a: ⟦b⟧", ["a: b", "   ^"]),
  ])
  func `underlines stand below what they mean`(_ row: Aligned) {
    let lines = Marked(row.text).full.split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
    let shown = row.rows[0].isEmpty ? "1 |" : "1 | " + row.rows[0]
    #expect(lines[3] == shown)
    #expect(lines[4] == "  | " + row.rows[1])
  }

  @Test func `damaged UTF-8 does not move the underline`() {
    var sources = SourceMap()
    let file = sources.add(SourceFile(name: "x", bytes: [0x61, 0xE9, 0x20, 0x62]))
    let diagnostic = Diagnostic(.invalidUTF8, "no", at: SourceRange(file: file, lower: 3, upper: 4))
    let lines = FullRenderer.render([diagnostic], sources, color: false).split(separator: "\n")
    #expect(lines[3] == "1 | a\u{FFFD} b")
    #expect(lines[4] == "  |    ^")
  }

  @Test func `a long line is cut around the place`() {
    let long = String(repeating: "x", count: 300)
    let middle = Marked(long + "⟦here⟧" + long).full.split(separator: "\n").map(String.init)
    #expect(middle[3].count <= 130 && middle[3].hasPrefix("1 | …xxx") && middle[3].hasSuffix("xxx…"))
    let caret =
      middle[4].firstIndex(of: "^").map { middle[4].distance(from: middle[4].startIndex, to: $0) } ?? 0
    #expect(String(middle[3].dropFirst(caret).prefix(4)) == "here")
    #expect(middle[4].hasSuffix("^^^^") && middle[4].filter { $0 == "^" }.count == 4)
    let start = Marked("⟦here⟧" + long).full.split(separator: "\n").map(String.init)
    #expect(start[3].hasPrefix("1 | herexxx") && start[4] == "  | ^^^^")
    let end = Marked(long + "⟦here⟧").full.split(separator: "\n").map(String.init)
    #expect(end[3].hasSuffix("xhere") && end[3].count == end[4].count)
    let past = Marked(long + "⟦⟧").full.split(separator: "\n").map(String.init)
    #expect(past[3].hasSuffix("x") && past[3].count + 1 == past[4].count)
  }

  @Test func `places in two files each have their own snippet`() {
    var sources = SourceMap()
    let a = sources.add(SourceFile(name: "spec.yaml", text: "seed: x\n"))
    let b = sources.add(SourceFile(name: "--set seed=1", text: "seed=1"))
    let diagnostic = Diagnostic(
      .wrongType, "no", at: SourceRange(file: b, lower: 5, upper: 6),
      related: [Label(SourceRange(file: a, lower: 6, upper: 7), "written here")])
    #expect(
      FullRenderer.render([diagnostic], sources, color: false) == """
        error[wrong-type]: no
         --> --set seed=1:1:6
          |
        1 | seed=1
          |      ^
         ::: spec.yaml:1:7
          |
        1 | seed: x
          |       - written here

        """)
  }

  @Test func `colour marks kind, frame and places, and nothing else changes`() {
    let marked = Marked("{⟨a⟩: 1, ⟦c⟧: 3}", label: "third", related: ["first"], help: "help")
    let colored = FullRenderer.render([marked.diagnostic], marked.sources, color: true)
    #expect(colored.contains("\u{1B}[1;31merror[wrong-type]\u{1B}[0m"))
    #expect(colored.contains("\u{1B}[1;31m^\u{1B}[0m"))
    #expect(colored.contains("\u{1B}[1;34m-\u{1B}[0m"))
    #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == marked.full)
  }

  @Test func `text of the user cannot steer the terminal`() {
    let marked = Marked("a: ⟦b⟧", label: "x\u{1B}[31m", help: "write\nthis\u{7}")
    #expect(!marked.full.contains("\u{1B}"))
    #expect(marked.full.contains(#"x\u{1B}[31m"#) && marked.full.contains("\n          this\\u{7}\n"))
  }

  @Test func `the concise form is one line for each`() {
    let marked = Marked("seed: 1\n标题: ⟦b⟧\n")
    let list = [marked.diagnostic, marked.diagnostic]
    #expect(
      ConciseRenderer.render(list, marked.sources) == """
        spec.yaml:2:5: error[wrong-type]: this is wrong
        spec.yaml:2:5: error[wrong-type]: this is wrong

        """)
  }

  @Test func `JSON has every key`() {
    let marked = Marked("⟨seed⟩: ⟦\"a\\b\"⟧", related: ["key"], help: "write a \"number\"\n", fix: "\t1")
    #expect(
      JSONRenderer.render([marked.diagnostic], marked.sources) == #"""
        [
          {"code": "wrong-type", "severity": "error", "message": "this is wrong", "file": "spec.yaml", \#
        "line": 1, "column": 7, "end_line": 1, "end_column": 12, "help": "write a \"number\"\n", "path": "a", \#
        "related": [{"message": "key", "file": "spec.yaml", "line": 1, "column": 1, "end_line": 1, "end_column": 5}], \#
        "fix": {"file": "spec.yaml", "line": 1, "column": 7, "end_line": 1, "end_column": 12, "replacement": "\t1"}}
        ]

        """#)
    #expect(JSONRenderer.render([], marked.sources) == "[]\n")
  }

  @Test func `JSON without optional parts has null, and escapes control characters`() {
    var sources = SourceMap()
    let file = sources.add(SourceFile(name: "a\u{1}\u{7F}", text: "x"))
    let diagnostic = Diagnostic(
      .wrongType, "no", at: SourceRange(file: file, lower: 0, upper: 1), severity: .warning)
    #expect(
      JSONRenderer.render([diagnostic], sources) == #"""
        [
          {"code": "wrong-type", "severity": "warning", "message": "no", "file": "a\u0001\u007f", \#
        "line": 1, "column": 1, "end_line": 1, "end_column": 2, "help": null, "path": null, "related": [], "fix": null}
        ]

        """#)
  }

  @Test func `GitHub annotations are escaped, and have columns only on one line`() {
    var sources = SourceMap()
    let file = sources.add(SourceFile(name: "a,b:c.yaml", text: "one\ntwo"))
    let one = Diagnostic(
      .wrongType, "100 % no", at: SourceRange(file: file, lower: 4, upper: 7), severity: .note,
      help: "write: this, that")
    let two = Diagnostic(.wrongType, "no", at: SourceRange(file: file, lower: 0, upper: 7))
    #expect(
      GitHubRenderer.render([one, two], sources) == """
        ::notice file=a%2Cb%3Ac.yaml,line=2,endLine=2,col=1,endColumn=4,title=wrong-type::100 %25 no%0Awrite: this, that
        ::error file=a%2Cb%3Ac.yaml,line=1,endLine=2,title=wrong-type::no

        """)
  }
}
