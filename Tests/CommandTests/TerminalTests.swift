import Glibc
import Results
import TestFolders
import Testing

/// What changes on a terminal: colour and a live line; each stream is asked for itself.
@Suite(.enabled(if: access("/usr/bin/script", X_OK) == 0, "`script` is not installed, which gives a program a terminal"))
struct TerminalTests {
  let escape = "\u{1B}["
  let folder: TemporaryFolder
  let spec: String
  let wrong: String

  init() throws {
    folder = try TemporaryFolder()
    spec = try folder.put(Specs.parabola, "parabola.yaml")
    wrong = try folder.put(CheckCommandTests.wrong, "wrong.yaml")
  }

  @Test func `on a terminal a run has a live line and colour, and its last line is the path`() throws {
    let answer = try Tool(folder: folder.path).onTerminal("$TOOL run parabola.yaml --set train.stop.steps=300000")
    #expect(answer.exit == 0)
    // A terminal ends lines with both characters; a live line begins again with the first alone.
    let begins = answer.out.split(separator: "\r\n").joined().split(separator: "\r").count
    #expect(answer.out.contains(escape) && begins > 1, "\(answer.out)")
    let last = answer.out.split(whereSeparator: \.isNewline).last ?? ""
    #expect(last.hasPrefix("./runs/parabola-"), "\(answer.out)")
  }

  @Test func `NO_COLOR and a dumb terminal have no colour`() throws {
    for variable in ["NO_COLOR=1", "TERM=dumb"] {
      let answer = try Tool(folder: folder.path).onTerminal("\(variable) $TOOL check wrong.yaml")
      #expect(answer.exit == 2)
      #expect(answer.out.contains("did you mean") && !answer.out.contains(escape), "\(answer.out)")
    }
    #expect(try Tool(folder: folder.path).onTerminal("$TOOL check wrong.yaml").out.contains(escape))
  }

  @Test(arguments: ["check wrong.yaml", "run parabola.yaml --out out", "report out/runs/*"])
  func `what goes into a file has no escape codes although the other stream is a terminal`(_ words: String) throws {
    let tool = Tool(folder: folder.path)
    if words.hasPrefix("report") { #expect(try tool("run", spec, "--out", "out").exit == 0) }
    _ = try tool.onTerminal("$TOOL \(words) > written")
    let written = try folder.text("written")
    #expect(!written.isEmpty && !written.contains("\u{1B}"), "\(written)")
  }
}
