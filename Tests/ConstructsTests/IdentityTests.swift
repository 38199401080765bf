import Constructs
import Grammar
import SourceDiagnostics
import Testing

/// The identity of a spec is that of its resolved text, which leaves out notes.
@Suite struct IdentityTests {
  static let specs = ["specs", "examples"].flatMap { folder in
    files(in: repository + "/" + folder, ending: ".yaml").map { folder + "/" + $0 }
  }

  static func read(_ text: String, of path: String) -> ReadSpec {
    ReadSpec(text, folder: repository + "/" + path.prefix { $0 != "/" })
  }

  @Test(arguments: specs) func `every spec of the repository is right`(_ path: String) throws {
    let read = Self.read(try text(of: repository + "/" + path), of: path)
    #expect(read.summary == [])
    #expect((read.reader.graph != nil) != (read.reader.sweep != nil))
  }

  @Test(arguments: specs) func `a resolved spec resolves to itself, byte for byte`(_ path: String) throws {
    let first = Self.read(try text(of: repository + "/" + path), of: path).reader
    let resolved = try #require(first.resolvedText)
    let second = Self.read(resolved, of: path)
    #expect(second.summary == [])
    #expect(second.reader.resolvedText == resolved)
  }

  @Test(arguments: specs) func `notes and comments leave the identity alone`(_ path: String) throws {
    let written = try text(of: repository + "/" + path)
    let identity = try #require(Self.read(written, of: path).reader.resolvedText)
    let edits = [
      "# A comment.\n" + written, written.replacing("\n", with: "\n\n"), written + "x-mood: {today: [good, 1]}\n",
      written.replacing("\nmodel:\n", with: "\nmodel:\n  x-why: because\n"),
    ]
    for edit in edits { #expect(Self.read(edit, of: path).reader.resolvedText == identity) }
  }

  @Test(arguments: specs) func `another seed is another identity, another spelling of it is not`(_ path: String) throws {
    let written = try text(of: repository + "/" + path)
    let folder = repository + "/" + path.prefix { $0 != "/" }
    func identity(_ seed: String) -> String? {
      let hasAxis = written.contains("\nsweep:") && !written.contains("\nseed:")
      let override = hasAxis ? "sweep.grid.seed=[\"\(seed)\"]" : "seed=\(seed)"
      let reader = ReadSpec(written, overrides: [override], folder: folder).reader
      return reader.sweep?.points.map { $0.resolved.yaml(notes: false) }.joined() ?? reader.resolvedText
    }
    #expect(identity("77") != nil)
    #expect(identity("77") == identity("154/2"))
    #expect(identity("77") != identity("78"))
  }

  @Test(arguments: specs) func `every value of a resolved spec has a provenance`(_ path: String) throws {
    let reader = Self.read(try text(of: repository + "/" + path), of: path).reader
    let rows = reader.provenance
    #expect(rows.contains { $0.origin.description == "default" })
    var seen: Set<String> = []
    for row in rows { #expect(seen.insert(row.path.description).inserted, "\(row.path)") }
  }
}
