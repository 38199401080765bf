import SourceDiagnostics

/// Builds the tree from events, and judges what libyaml lets pass.
struct TreeBuilder {
  private struct Anchored {
    let node: Node
    let size: Size
  }

  struct LastPlain {
    let range: SourceRange
    let isKey: Bool
    let isInFlow: Bool
  }

  let file: FileID
  let bytes: [UInt8]
  /// Mistakes that leave the rest of the text readable as it is.
  private(set) var diagnostics: [Diagnostic] = []
  /// Mistakes that made libyaml read something else than was meant: the text is read again with
  /// their places mended.
  private(set) var accidents: [Mistake] = []
  private(set) var root: Node?
  /// No more events are wanted.
  private(set) var isFinished = false
  /// What was built is not worth keeping.
  private(set) var isUnusable = false
  /// The last event when it was a plain scalar: a syntax error may come from it.
  private(set) var lastPlain: LastPlain?

  private var frames: [Frame] = []
  private var anchors: [String: Anchored] = [:]
  private var aliasNodeCount = 0
  private var documentCount = 0
  /// The end of the last expression that was cut at a comma; what libyaml read inside it is part of
  /// the accident.
  private var trappedUntil = 0
  private var sawTab: Bool

  /// - Parameter tabsAreMended: whether the tabs in front of lines were reported before.
  init(_ file: FileID, _ bytes: [UInt8], tabsAreMended: Bool) {
    sawTab = tabsAreMended
    self.file = file
    self.bytes = bytes
  }

  mutating func take(_ event: Event) {
    if case .documentEnd = event.kind { return }
    lastPlain = nil
    switch event.kind {
    case .documentStart: startDocument(event)
    case .documentEnd: break
    case .streamEnd: isFinished = true
    case .alias(let name): takeAlias(name, event)
    case .scalar(let text, let style, let properties): takeScalar(text, style, properties, event)
    case .sequenceStart(let isFlow, let properties):
      open(isMapping: false, isFlow: isFlow, properties, event)
    case .mappingStart(let isFlow, let properties):
      open(isMapping: true, isFlow: isFlow, properties, event)
    case .sequenceEnd, .mappingEnd: close(event)
    }
  }

  // MARK: Events

  private mutating func startDocument(_ event: Event) {
    documentCount += 1
    guard documentCount > 1 else { return }
    report(
      .secondDocument, "a second document begins here, but a spec is one document",
      at: range(event.lower, max(event.lower, event.upper)),
      help: "delete this line, or move what follows to a file of its own")
    isFinished = true
  }

  private mutating func takeAlias(_ name: String, _ event: Event) {
    let range = range(event.lower, event.upper)
    reportLeadingTab(before: event.lower)
    if frames.contains(where: { $0.anchor == name }) {
      report(
        .undefinedAlias, "`*\(name)` stands inside the very value that `&\(name)` names", at: range,
        help: "name a value that is complete before this line")
      return drop(range)
    }
    guard let anchored = anchors[name] else {
      let near = suggestion(for: name, among: anchors.keys.sorted())
      report(
        .undefinedAlias, "there is no anchor `&\(name)` above this line", at: range,
        help: near.map { "did you mean `*\($0)`?" }
          ?? "write `&\(name)` before the value that it shall repeat")
      return drop(range)
    }
    guard frames.count + anchored.size.height <= Limits.depth else { return stopAtDepth(range) }
    aliasNodeCount += anchored.size.nodeCount
    guard aliasNodeCount <= Limits.aliasNodes else {
      report(
        .aliasExpansion, "the aliases up to this one stand for more than \(Limits.aliasNodes) values",
        at: range,
        help: "write less with aliases of aliases")
      return stop()
    }
    place(anchored.node, at: range, size: anchored.size)
  }

  private mutating func takeScalar(
    _ text: String, _ style: Scalar.Style, _ properties: Event.Properties, _ event: Event
  ) {
    reportLeadingTab(before: event.lower)
    let lower = judge(properties, event.lower, limit: event.upper)
    let node = scalarNode(text, style, lower, event.upper)
    guard text.utf8.count <= Limits.scalarBytes else {
      report(
        .scalarTooLong, "this text has \(text.utf8.count) bytes; the most is \(Limits.scalarBytes)",
        at: range(node.range.lower, node.range.lower),
        help: "keep data in a file of its own and name it under `data`")
      return drop(node.range)
    }
    if style == .plain, !text.isEmpty { notePlain(node) }
    if let anchor = properties.anchor { anchors[anchor] = Anchored(node: node, size: .scalar) }
    place(node, at: node.range, size: .scalar)
  }

  private mutating func open(isMapping: Bool, isFlow: Bool, _ properties: Event.Properties, _ event: Event) {
    reportLeadingTab(before: event.lower)
    guard frames.count < Limits.depth else {
      return stopAtDepth(range(event.lower, min(event.lower + 1, bytes.count)))
    }
    let lower = judge(properties, event.lower, limit: bytes.count)
    frames.append(Frame(isMapping: isMapping, isFlow: isFlow, anchor: properties.anchor, lower: lower))
  }

  private mutating func close(_ event: Event) {
    guard var frame = frames.popLast() else { return }
    if frame.isFlow {
      reportLeadingTab(before: event.lower)
      frame.upper = event.upper
    }
    let content: Node.Content = frame.isMapping ? .mapping(frame.entries) : .sequence(frame.nodes)
    let node = Node(
      content, at: range(frame.lower, max(frame.lower, frame.upper)), isIncomplete: frame.isIncomplete)
    if let anchor = frame.anchor { anchors[anchor] = Anchored(node: node, size: frame.size) }
    place(node, at: node.range, size: frame.size)
  }

  // MARK: Placing

  /// Puts a finished value where it belongs. `range` is where it is written: for an alias not the
  /// range of the node.
  private mutating func place(_ node: Node, at range: SourceRange, size: Size) {
    guard let top = frames.indices.last else {
      root = node
      return
    }
    frames[top].upper = max(frames[top].upper, range.upper)
    frames[top].size.add(size)
    if !frames[top].isMapping {
      frames[top].nodes.append(node)
    } else if let key = frames[top].pendingKey {
      frames[top].pendingKey = nil
      noteMissingSpace(key, node, isFlow: frames[top].isFlow)
      if let name = key.name {
        frames[top].entries.append(Entry(key: name, value: node))
      }
    } else {
      frames[top].pendingKey = judgedKey(node, at: range)
    }
  }

  /// Leaves out a value that was reported.
  private mutating func drop(_ range: SourceRange) {
    guard let top = frames.indices.last else { return stop() }
    frames[top].upper = max(frames[top].upper, range.upper)
    frames[top].isIncomplete = true
    if frames[top].awaitsKey {
      frames[top].pendingKey = Frame.PendingKey(name: nil, isPlain: false, upper: range.upper)
    } else {
      frames[top].pendingKey = nil
    }
  }

  /// The key that `node` is, or one without name when it may not be a key; then its value will be
  /// left out.
  private mutating func judgedKey(_ node: Node, at range: SourceRange) -> Frame.PendingKey {
    let top = frames.count - 1
    guard let scalar = node.scalar, !scalar.isEmptyPlain else {
      report(
        .complexKey, node.scalar == nil ? "a list or mapping cannot be a key" : "a key is missing here",
        at: range,
        help: "a key is a name, such as `units`")
      frames[top].isIncomplete = true
      return Frame.PendingKey(name: nil, isPlain: false, upper: range.upper)
    }
    var name: Located<String>? = Located(scalar.text, at: range)
    if scalar.isPlain, scalar.text == "<<" {
      report(
        .mergeKey, "merge keys (`<<`) are not part of the language", at: range,
        help: "repeat the keys, or use an alias for a whole value")
      frames[top].isIncomplete = true
      name = nil
    } else if let first = frames[top].seenKeys[scalar.text] {
      report(
        .duplicateKey, "the key `\(scalar.text)` is given twice", at: range, label: "given again here",
        related: [Label(first, "first given here")], path: path.appending(scalar.text),
        help: "keep one of the two")
      name = nil
    } else {
      frames[top].seenKeys[scalar.text] = range
    }
    return Frame.PendingKey(name: name, isPlain: scalar.isPlain, upper: range.upper)
  }

  // MARK: Accidents

  private mutating func notePlain(_ node: Node) {
    let (isKey, isInFlow) = (frames.last?.awaitsKey ?? false, frames.last?.isFlow ?? false)
    lastPlain = LastPlain(range: node.range, isKey: isKey, isInFlow: isInFlow)
    guard let frame = frames.last, frame.isFlow, !frame.awaitsKey, node.range.lower >= trappedUntil else {
      return
    }
    if let trap = CommaTrap(bytes, from: node.range, inMapping: frame.isMapping, cutAt: .comma) {
      trappedUntil = trap.region.upperBound
      note(trap.mistake(file))
    }
  }

  private mutating func noteMissingSpace(_ key: Frame.PendingKey, _ value: Node, isFlow: Bool) {
    guard isFlow, key.isPlain, let name = key.name, value.scalar?.isEmptyPlain == true else { return }
    if let mistake = MissingSpace(bytes, at: name.range)?.mistake(file) {
      note(mistake)
    }
  }

  private mutating func reportLeadingTab(before lower: Int) {
    guard !sawTab, let tabs = TabIndentation(bytes, before: lower) else { return }
    sawTab = true
    note(tabs.mistake(file))
  }

  /// Keeps an accident. When there are as many as are shown, what follows need not be read.
  private mutating func note(_ mistake: Mistake) {
    accidents.append(mistake)
    if accidents.count >= Diagnostics.shownLimit { isFinished = true }
  }

  // MARK: Ends

  /// Where the outermost `{` or `[` stands that is still open.
  var openFlow: Int? { frames.first { $0.isFlow }?.lower }

  /// The text has no value at all.
  mutating func reportEmpty(at lower: Int) {
    report(
      .emptyDocument, "there is nothing in this file", at: range(lower, lower),
      help: "begin with `condensespec: 1`")
  }

  private mutating func stopAtDepth(_ range: SourceRange) {
    report(
      .nestingTooDeep, "more than \(Limits.depth) lists and mappings lie inside one another here", at: range)
    stop()
  }

  /// Ends reading for good: nothing that follows can be understood.
  private mutating func stop() {
    isFinished = true
    isUnusable = true
  }

  mutating func report(
    _ code: DiagnosticCode, _ message: String, at range: SourceRange, label: String = "",
    related: [Label] = [],
    path: SpecPath? = nil, help: String? = nil
  ) {
    guard diagnostics.count < Limits.mistakes else { return }
    diagnostics.append(
      Diagnostic(
        code, message, at: range, label: label, related: related,
        path: path ?? (self.path.isRoot ? nil : self.path),
        help: help))
  }

  private var path: SpecPath { SpecPath(frames.compactMap(\.step)) }

  func range(_ lower: Int, _ upper: Int) -> SourceRange {
    SourceRange(file: file, lower: lower, upper: upper)
  }
}
