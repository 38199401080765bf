import Testing

/// Who may import whom: the table of ARCHITECTURE.md, read from there.
@Suite struct ImportTests {
  /// The rows of ARCHITECTURE.md: each target and the modules it may import. Targets of one row may import one another.
  static let table: [(target: String, imports: [String])] = {
    let document = SourceText.read(repository + "/ARCHITECTURE.md") ?? ""
    let section = document.split(separator: "## Modules").dropFirst().first?.split(separator: "\n## ").first ?? ""
    var rows: [(target: String, imports: [String])] = []
    for line in section.split(separator: "\n") where line.hasPrefix("| `") {
      let cells = line.split(separator: "|").map { $0.trimmed }
      guard cells.count == 3 else { continue }
      let targets = cells[0].split(separator: ",").map { String($0.trimmed.drop { $0 == "`" }.prefix { $0 != "`" }) }
      let imports = cells[2].split(separator: ",").map { $0.trimmed }.filter { $0 != "–" }
      rows += targets.map { ($0, imports + targets) }
    }
    return rows
  }()

  private static func row(_ target: String) -> [String]? { table.first { $0.target == target }?.imports }

  /// Parts of the system that any target may use for what Swift itself lacks; none of them decides a result.
  static let system = ["Glibc", "Synchronization", "Dispatch"]

  /// Targets that need nothing of the system at all.
  static let pure = ["Grammar", "YAMLTree", "ExperimentGraph", "Constructs", "Analysis", "KernelsBase", "Reports"]

  @Test func `a target imports only what its row allows`() {
    #expect(Self.table.count > 15)
    for file in SourceText.all where file.isSwift {
      let allowed = (Self.row(file.target) ?? []) + (Self.pure.contains(file.target) ? [] : Self.system)
      #expect(Self.row(file.target) != nil, "\(file.target) has no row in ARCHITECTURE.md")
      #expect(file.imports.filter { !allowed.contains($0) } == [], "\(file.path)")
    }
  }

  @Test func `only YAMLTree imports CLibYAML, only DataStore imports CZlib, only Analysis imports CLAPACK, only the command imports ArgumentParser`() {
    let owners = ["CLibYAML": "YAMLTree", "CZlib": "DataStore", "CLAPACK": "Analysis", "ArgumentParser": "condensespec"]
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
    var settled = ["Crypto", "ArgumentParser"]
    var waiting = Self.table
    while let next = waiting.firstIndex(where: { row in
      row.imports.allSatisfy { name in settled.contains(name) || !Self.isEarlier(name, than: row.target) }
    }) {
      settled.append(waiting.remove(at: next).target)
    }
    #expect(waiting.map(\.target) == [], "these need one another")
  }

  /// Whether a name is that of a target of another row.
  private static func isEarlier(_ name: String, than target: String) -> Bool {
    row(name).map { !$0.contains(target) || !(row(target) ?? []).contains(name) } ?? true
  }
}

extension Substring {
  /// Without the spaces around it.
  var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
