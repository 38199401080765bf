import Glibc
import Kernels
import Results
import Runtime

/// What the command knows of the computer it runs on.
enum Computer {
  /// Processors this process may use.
  static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// The best instruction set, or the one `CONDENSESPEC_ISA` names.
  static func chosenInstructionSet() throws(CommandFailure) -> InstructionSet {
    guard let name = Environment["CONDENSESPEC_ISA"] else { return .best }
    let known = InstructionSet.allCases.map(\.rawValue).joined(separator: ", ")
    guard let chosen = InstructionSet(named: name) else {
      throw CommandFailure(.badInput, "error: CONDENSESPEC_ISA is `\(name)`; it can be \(known)")
    }
    guard chosen.isAvailable else {
      throw CommandFailure(.badInput, "error: CONDENSESPEC_ISA asks for `\(name)`, which this processor does not have")
    }
    return chosen
  }

  /// Seconds since some fixed moment, never going back.
  static var seconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The present moment in ISO 8601, in universal time.
  static var timestamp: String {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    var buffer = [CChar](repeating: 0, count: 32)
    strftime(&buffer, buffer.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// What environment.json says of this computer.
  static func environment(_ options: RunOptions, started: String, seconds: Double) -> RunEnvironment {
    var name = utsname()
    uname(&name)
    return RunEnvironment(
      version: Version.tool, isa: options.instructionSet.rawValue, threads: options.threads,
      processor: processorName, system: text(name.sysname) + " " + text(name.release), host: text(name.nodename),
      started: started, seconds: seconds)
  }

  /// Bytes of memory that can be had without swapping; without a limit where the system does not say.
  static var availableMemory: Int {
    let words = line("MemAvailable", of: "/proc/meminfo")?.split(separator: " ") ?? []
    return words.first.flatMap { Int($0) }.map { $0 * 1024 } ?? .max
  }

  private static var processorName: String { line("model name", of: "/proc/cpuinfo") ?? "unknown" }

  /// What stands behind the colon of the first line that begins with `key`.
  private static func line(_ key: String, of path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 512)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      guard text.hasPrefix(key), let colon = text.firstIndex(of: ":") else { continue }
      return String(text[text.index(after: colon)...].drop { $0 == " " }.prefix { $0 != "\n" })
    }
    return nil
  }

  private static func text<T>(_ characters: T) -> String {
    withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
