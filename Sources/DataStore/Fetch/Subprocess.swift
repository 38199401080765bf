import Glibc
import Results

/// Runs a program by name, without a shell, without standard input, and for a limited time.
package enum Subprocess {
  /// Throws `toolMissing`, `toolTimedOut`, or `toolFailed` with the last line the program printed.
  ///
  /// - Parameters:
  ///   - log: a file for what it prints, in a folder that exists.
  ///   - seconds: after which it is killed.
  package static func run(_ arguments: [String], log: String, seconds: Int) throws(DataFailure) {
    let tool = arguments[0]
    let child = try spawn(arguments, log)
    let deadline = now() + Double(seconds)
    var status: Int32 = 0
    while true {
      let ended = waitpid(child, &status, WNOHANG)
      if ended == child { break }
      if ended < 0 && errno != EINTR { throw .toolFailed(tool: tool, status: -1, message: "it was lost") }
      if now() > deadline {
        kill(child, SIGKILL)
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        throw .toolTimedOut(tool: tool, seconds: seconds)
      }
      usleep(20_000)
    }
    guard status != 0 else { return }
    // The exit code is in the high byte; a signal, were it one, in the low seven bits.
    let signal = status & 0x7F
    let code = signal == 0 ? Int((status >> 8) & 0xFF) : 128 + Int(signal)
    if code == 127 { throw .toolMissing(tool: tool) }
    throw .toolFailed(tool: tool, status: code, message: lastLine(log))
  }

  private static func spawn(_ arguments: [String], _ log: String) throws(DataFailure) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
    words.append(nil)
    defer { for word in words { free(word) } }
    var child: pid_t = 0
    let code = posix_spawnp(&child, arguments[0], &actions, nil, &words, environ)
    if code == ENOENT { throw .toolMissing(tool: arguments[0]) }
    if code != 0 {
      throw .toolFailed(tool: arguments[0], status: Int(code), message: "it could not be started")
    }
    return child
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// Printable text only: what a program prints must not drive the user's terminal.
  private static func lastLine(_ log: String) -> String {
    guard let bytes = try? FileBytes.read(log, limit: 1 << 20) else { return "" }
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    let last = lines.last { line in line.contains { !$0.isWhitespace } } ?? ""
    return String(last.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }.prefix(300).map(Character.init))
  }
}
