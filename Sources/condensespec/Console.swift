import Glibc

/// Where a command speaks: results on standard output, the rest on standard error.
enum Console {
  /// Writes a result. A reader that has gone away is not an error: the tool ends quietly.
  static func out(_ text: String) { write(text, to: STDOUT_FILENO) }

  /// Writes everything that is not a result.
  static func err(_ text: String) { write(text, to: STDERR_FILENO) }

  /// Whether standard error is a terminal that wants colour.
  static var wantsColour: Bool { isTerminal && Environment["NO_COLOR"] == nil && Environment["TERM"] != "dumb" }

  /// Whether standard error is a terminal.
  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Columns of the terminal, 80 where there is none.
  static var width: Int {
    var size = winsize()
    let known = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return known ? Int(size.ws_col) : 80
  }

  private static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written > 0 {
        bytes = bytes.dropFirst(written)
      } else if errno != EINTR {
        return
      }
    }
  }
}

/// The environment variables the tool reads; only commands read them.
enum Environment {
  static subscript(name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }
}
