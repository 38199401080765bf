import Testing

/// Who may import whom: the table of ARCHITECTURE.md, which a test below compares with this one.
@Suite struct ImportTests {
  /// Modules of the tool by target.
  static let table: [String: [String]] = [
    "SourceDiagnostics": [], "YAMLTree": ["CLibYAML", "SourceDiagnostics"], "Grammar": ["SourceDiagnostics", "YAMLTree"],
    "KernelsBase": ["CPUFeatures"], "ZKernelsV3": ["CPUFeatures"], "ZKernelsV4": ["CPUFeatures"],
    "Kernels": ["CPUFeatures", "KernelsBase", "ZKernelsV3", "ZKernelsV4"], "TensorGraph": ["SourceDiagnostics"],
    "Analysis": [], "DataStore": ["CZlib", "Results", "Crypto"],
    "ExperimentGraph": ["TensorGraph", "Kernels", "DataStore", "SourceDiagnostics"],
    "Constructs": [
      "Grammar", "ExperimentGraph", "TensorGraph", "Kernels", "Analysis", "DataStore", "Results", "YAMLTree",
      "SourceDiagnostics",
    ],
    "Results": ["SourceDiagnostics", "Crypto"],
    "Runtime": [
      "ExperimentGraph", "Constructs", "Grammar", "Analysis", "Results", "Reports", "DataStore", "Kernels", "TensorGraph",
      "CPUFeatures", "SourceDiagnostics",
    ],
    "Reports": [],
    "UlpSurvey": ["Kernels"], "ulp": ["UlpSurvey", "Kernels"],
  ]

  /// Parts of the system that any target may use for what Swift itself lacks; none of them decides a result.
  static let system = ["Glibc", "Synchronization"]

  /// Targets that need nothing of the system at all.
  static let pure = ["Grammar", "YAMLTree", "ExperimentGraph", "Constructs", "Analysis", "KernelsBase", "Reports"]

  @Test func `a target imports only what its row allows`() {
    for file in SourceText.all where file.isSwift && file.target != "condensespec" {
      let allowed = (Self.table[file.target] ?? []) + (Self.pure.contains(file.target) ? [] : Self.system)
      #expect(Self.table[file.target] != nil, "\(file.target) has a row")
      #expect(file.imports.filter { !allowed.contains($0) } == [], "\(file.path)")
    }
  }

  @Test func `only YAMLTree imports CLibYAML, only DataStore imports CZlib, only the command imports ArgumentParser`() {
    let owners = ["CLibYAML": "YAMLTree", "CZlib": "DataStore", "ArgumentParser": "condensespec"]
    for file in SourceText.all {
      for module in file.imports {
        if let owner = owners[module] { #expect(file.target == owner, "\(file.path) imports \(module)") }
      }
    }
  }

  @Test func `nothing imports Foundation`() {
    for file in SourceText.all { #expect(!file.imports.contains { $0.hasPrefix("Foundation") }, "\(file.path)") }
  }

  @Test func `imports run downhill`() {
    var settled: [String] = ["CLibYAML", "CZlib", "CPUFeatures", "Crypto"]
    var waiting = Self.table.keys.sorted()
    while let next = waiting.firstIndex(where: { (Self.table[$0] ?? []).allSatisfy { settled.contains($0) } }) {
      settled.append(waiting.remove(at: next))
    }
    #expect(waiting == [], "these need one another")
  }

  @Test func `the table of ARCHITECTURE.md says the same`() throws {
    let document = try #require(SourceText.read(repository + "/ARCHITECTURE.md"))
    var rows: [(targets: [String], imports: [String])] = []
    for line in document.split(separator: "\n") where line.hasPrefix("| `") {
      let cells = line.split(separator: "|").map { $0.trimmed }
      guard cells.count == 3 else { continue }
      let imports = cells[2].split(separator: ",").map { $0.trimmed }.filter { $0 != "–" }
      rows.append((cells[0].matches(of: /`([A-Za-z0-9]+)`/).map { String($0.1) }, imports))
    }
    for (target, imports) in Self.table.sorted(by: { $0.key < $1.key }) {
      let row = rows.first { $0.targets.contains(target) }
      #expect(row?.imports.sorted() == imports.sorted(), "the row of \(target)")
    }
  }
}

extension Substring {
  /// Without the spaces around it.
  var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
