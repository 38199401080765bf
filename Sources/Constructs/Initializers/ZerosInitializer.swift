import Grammar
import SourceDiagnostics

/// Zero everywhere.
struct ZerosInitializer: Initializer {
  func distribution(fanIn: Int, fanOut: Int, _ diagnostics: inout Diagnostics) -> Distribution? { .constant(0) }

  static let entry = Entry<any Initializer>("zeros", "Zero everywhere.", example: "zeros") { ZerosInitializer() }
}
