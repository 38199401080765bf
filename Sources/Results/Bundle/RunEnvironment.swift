/// Where and how a run was made: the content of `environment.json`. None of it can change a result;
/// `diff` shows it so that a broken promise can be traced.
package struct RunEnvironment: Sendable, Equatable {
  /// The tool's version and build.
  package let version: String
  /// `base`, `avx2` or `avx512`.
  package let isa: String
  /// How many computed; at least 1.
  package let threads: Int
  /// Its name as the system gives it.
  package let processor: String
  /// Name and version of the operating system.
  package let system: String
  /// The name of the machine.
  package let host: String
  /// ISO 8601.
  package let started: String
  /// Wall time.
  package let seconds: Double

  package init(
    version: String, isa: String, threads: Int, processor: String, system: String, host: String,
    started: String, seconds: Double
  ) {
    self.version = version
    self.isa = isa
    self.threads = threads
    self.processor = processor
    self.system = system
    self.host = host
    self.started = started
    self.seconds = seconds
  }

  /// The keys that `diff` compares: those that could explain different bits.
  static let explaining = ["version", "isa", "threads", "processor", "system"]

  /// The content of `environment.json`.
  package var json: CanonicalJSON {
    [
      "version": .string(version), "isa": .string(isa), "threads": .integer(threads),
      "processor": .string(processor), "system": .string(system), "host": .string(host),
      "started": .string(started), "seconds": .number(seconds),
    ]
  }
}
