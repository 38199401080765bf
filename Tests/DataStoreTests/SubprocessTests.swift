import DataStore
import TestFolders
import Testing

@Suite struct SubprocessTests {
  @Test func `a program that ends well says nothing`() throws {
    let folder = try TemporaryFolder()
    try Subprocess.run(["sh", "-c", "echo fine"], log: folder.path + "/log", seconds: 10)
    #expect(try folder.text("log") == "fine\n")
  }

  @Test func `a program that fails gives its last line, without control characters`() throws {
    let folder = try TemporaryFolder()
    let failure = DataFailure.toolFailed(tool: "sh", status: 3, message: "[31mno such host")
    #expect(throws: failure) {
      try Subprocess.run(
        ["sh", "-c", "echo first; printf '\\033[31mno such host\\n\\n' >&2; exit 3"], log: folder.path + "/log",
        seconds: 10)
    }
  }

  @Test func `a program that is not there, is killed, or takes too long says so`() throws {
    let folder = try TemporaryFolder()
    let log = folder.path + "/log"
    #expect(throws: DataFailure.toolMissing(tool: "condensespec-no-such-tool")) {
      try Subprocess.run(["condensespec-no-such-tool"], log: log, seconds: 10)
    }
    #expect(throws: DataFailure.toolFailed(tool: "sh", status: 137, message: "")) {
      try Subprocess.run(["sh", "-c", "kill -9 $$"], log: log, seconds: 10)
    }
    #expect(throws: DataFailure.toolTimedOut(tool: "sleep", seconds: 0)) {
      try Subprocess.run(["sleep", "20"], log: log, seconds: 0)
    }
  }
}
