/// One moment of a running training, as a line.
package struct ProgressLine: Sendable, Equatable {
  /// A metric's name and value.
  package struct Reading: Sendable, Equatable {
    package let name: String
    package let value: Double

    package init(_ name: String, _ value: Double) {
      self.name = name
      self.value = value
    }
  }

  /// What runs, such as a point of a sweep ("12/405"); may be empty.
  package var label = ""
  package var step: Int
  /// Steps at the end, if the stop rule tells.
  package var total: Int?
  package var epoch: Int?
  package var loss: Double?
  package var metrics: [Reading] = []
  package var stepsPerSecond: Double?
  package var secondsLeft: Double?

  package init(
    label: String = "", step: Int, total: Int? = nil, epoch: Int? = nil, loss: Double? = nil,
    metrics: [Reading] = [], stepsPerSecond: Double? = nil, secondsLeft: Double? = nil
  ) {
    self.label = label
    self.step = step
    self.total = total
    self.epoch = epoch
    self.loss = loss
    self.metrics = metrics
    self.stepsPerSecond = stepsPerSecond
    self.secondsLeft = secondsLeft
  }

  /// Share of the work done ∈ [0, 1], if the total is known.
  private var share: Double? {
    total.flatMap { $0 > 0 ? min(max(Double(step) / Double($0), 0), 1) : nil }
  }

  private var percent: String? {
    // Rounded down: 100% means done.
    share.map { "\(Int(($0 * 100).rounded(.down)))%" }
  }

  private var stepText: String {
    guard let total else { return "step \(step)" }
    return "step \(DisplayWidth.aligned(String(step), to: String(total).count))/\(total)"
  }

  /// The line for a log: no control characters, ended by a newline.
  package func plain(_ style: TerminalStyle = TerminalStyle(isPlain: true)) -> String {
    var parts = label.isEmpty ? [] : [style.clean(label)]
    parts.append(total.map { "step \(step)/\($0)" } ?? "step \(step)")
    if let percent { parts[parts.count - 1] += " (\(percent))" }
    parts += details(style)
    return parts.joined(separator: "  ") + "\n"
  }

  private func details(_ style: TerminalStyle) -> [String] {
    var parts: [String] = []
    if let epoch { parts.append("epoch \(epoch)") }
    if let loss { parts.append("loss \(ReadableNumber.text(loss, digits: 4))") }
    parts += metrics.map { "\(style.clean($0.name)) \(ReadableNumber.text($0.value, digits: 4))" }
    if let rate = stepsPerSecond { parts.append("\(ReadableNumber.rate(rate)) steps/s") }
    if let secondsLeft { parts.append("\(ReadableNumber.duration(seconds: secondsLeft)) left") }
    return parts
  }

  /// The line for a terminal: begins with a carriage return, leaves no rest of the line before it, ends without a
  /// newline and never fills the last column, where terminals would wrap.
  ///
  /// What does not fit is left out, least wanted first: metrics from the last, the bar, the epoch, the rate, the time
  /// left, the loss.
  package func live(_ style: TerminalStyle) -> String {
    let room = style.width - 1
    var line = self
    var hasBar = share != nil
    var text = line.liveText(style, hasBar: hasBar)
    while DisplayWidth.of(text) > room {
      if !line.metrics.isEmpty {
        line.metrics.removeLast()
      } else if hasBar {
        hasBar = false
      } else if line.epoch != nil {
        line.epoch = nil
      } else if line.stepsPerSecond != nil {
        line.stepsPerSecond = nil
      } else if line.secondsLeft != nil {
        line.secondsLeft = nil
      } else if line.loss != nil {
        line.loss = nil
      } else {
        text = style.fitted(text, columns: room)
        break
      }
      text = line.liveText(style, hasBar: hasBar)
    }
    return style.isPlain ? "\r" + DisplayWidth.padded(text, to: room) : "\r" + text + "\u{1B}[K"
  }

  private func liveText(_ style: TerminalStyle, hasBar: Bool) -> String {
    var parts = label.isEmpty ? [] : [style.clean(label)]
    if let percent {
      let lead = DisplayWidth.aligned(percent, to: 4)
      parts.append(hasBar ? "\(lead) \(bar(style))" : lead)
    }
    parts.append(stepText)
    return (parts + details(style)).joined(separator: "  ")
  }

  private func bar(_ style: TerminalStyle) -> String {
    let cells = 16
    let full = Int((share ?? 0) * Double(cells))
    let glyphs = style.isPlain ? (full: "#", empty: "-") : (full: "━", empty: "─")
    let bar =
      String(repeating: glyphs.full, count: full) + String(repeating: glyphs.empty, count: cells - full)
    return style.isPlain ? "[\(bar)]" : bar
  }
}
