import SourceDiagnostics

/// One `key: value` of a mapping.
package struct Entry: Sendable {
  package let key: Located<String>
  package let value: Node

  package init(key: Located<String>, value: Node) {
    self.key = key
    self.value = value
  }
}
