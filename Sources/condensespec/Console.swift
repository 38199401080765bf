import Glibc
import Reports

/// Where a command speaks: results on standard output, the rest on standard error.
enum Console {
  /// Writes a result. A reader that has gone away is not an error: the tool ends quietly.
  static func out(_ text: String) { write(text, to: STDOUT_FILENO) }

  /// Writes everything that is not a result.
  static func err(_ text: String) { write(text, to: STDERR_FILENO) }

  /// Where text goes. Either may be a terminal while the other is a file, so each is asked for itself.
  enum Stream: Int32 {
    case output = 1
    case errors = 2

    /// Whether it is a terminal.
    var isTerminal: Bool { isatty(rawValue) == 1 }

    /// Whether it is a terminal that wants colour.
    var wantsColour: Bool { isTerminal && Environment["NO_COLOR"] == nil && Environment["TERM"] != "dumb" }

    /// Columns of the terminal, 80 where there is none.
    var width: Int {
      var size = winsize()
      let known = ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
      return known ? Int(size.ws_col) : 80
    }

    /// How summaries and progress are written there.
    var style: TerminalStyle { TerminalStyle(hasColor: wantsColour, isPlain: !isTerminal, width: width) }
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
