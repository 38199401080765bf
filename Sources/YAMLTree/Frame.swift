import SourceDiagnostics

/// A collection that is still being read.
struct Frame {
  /// A key whose value has not come yet; `name` is nil when the key was wrong and its value will be
  /// dropped.
  struct PendingKey {
    let name: Located<String>?
    let isPlain: Bool
    let upper: Int
  }

  let isMapping: Bool
  let isFlow: Bool
  let anchor: String?
  let lower: Int
  /// Where the last child ended, dropped ones included.
  var upper: Int
  var nodes: [Node] = []
  var entries: [Entry] = []
  var seenKeys: [String: SourceRange] = [:]
  var pendingKey: PendingKey?
  var isIncomplete = false
  var size = Size.emptyCollection

  init(isMapping: Bool, isFlow: Bool, anchor: String?, lower: Int) {
    self.isMapping = isMapping
    self.isFlow = isFlow
    self.anchor = anchor
    self.lower = lower
    upper = lower
  }

  var awaitsKey: Bool { isMapping && pendingKey == nil }

  /// The step of a `SpecPath` to the child that is being read.
  var step: SpecPath.Step? {
    isMapping ? pendingKey?.name.map { .key($0.value) } : .index(nodes.count)
  }
}
