import Foundation
import UlpSurvey

/// The exact values of `Reference/float64.txt` (written by `make_reference.py`).
enum ReferenceTable {
  /// The rows of one function, in order.
  static func rows(of name: String) throws -> [ExactValue] {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Reference/float64.txt")
    let text = try String(contentsOf: path, encoding: .utf8)
    return text.split(separator: "\n").filter { $0.hasPrefix(name + " ") }.compactMap { ExactValue($0) }
  }
}
