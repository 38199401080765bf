import Glibc
import Results
import TestFolders

/// A child process whose outputs go to files, so that it never waits for a reader.
final class Process: Sendable {
  let id: pid_t
  private let outputs: TemporaryFolder

  /// The running program's own file.
  static let executable: String = {
    var buffer = [CChar](repeating: 0, count: 4096)
    let length = readlink("/proc/self/exe", &buffer, buffer.count)
    return String(decoding: buffer.prefix(max(0, length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }()

  /// Starts a program with the environment of this process, changed as said.
  init(_ words: [String], environment: [(name: String, value: String?)], folder: String) throws {
    outputs = try TemporaryFolder()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, outputs.path + "/out", O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, outputs.path + "/err", O_WRONLY | O_CREAT, 0o600)
    // Threads of a concurrency pool block signals, and a child inherits that.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    // `env` changes the folder and becomes the program: the process stays the same one.
    let all = ["/usr/bin/env", "-C", folder] + words
    var arguments: [UnsafeMutablePointer<CChar>?] = all.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = Self.variables(environment).map { strdup($0) } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var child = pid_t()
    let code = posix_spawn(&child, all[0], &actions, &attributes, &arguments, &variables)
    guard code == 0 else { throw ResultsFailure.system(code, "start", all[0], writing: false) }
    id = child
  }

  /// Waits for the end and reads what was said.
  func answer() throws -> Tool.Answer {
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0 && errno == EINTR {}
    let signal = status & 0x7f
    return Tool.Answer(
      exit: signal == 0 ? (status >> 8) & 0xff : 128 + signal, out: try outputs.text("out"),
      err: try outputs.text("err"))
  }

  /// What stands on standard error so far.
  var errorsSoFar: String { (try? outputs.text("err")) ?? "" }

  /// Sends a signal; harmless once the process has ended, as long as nobody waited for it.
  func send(_ signal: Int32) { kill(id, signal) }

  private static func variables(_ changes: [(name: String, value: String?)]) -> [String] {
    var result: [String] = []
    var place = environ
    while let text = place.pointee {
      let variable = String(cString: text)
      let name = String(variable.prefix { $0 != "=" })
      if !changes.contains(where: { $0.name == name }) { result.append(variable) }
      place += 1
    }
    return result + changes.compactMap { change in change.value.map { "\(change.name)=\($0)" } }
  }
}
