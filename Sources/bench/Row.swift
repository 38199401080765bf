import Glibc
import Results

/// What was measured beside ours in the same run: a peak loop, a peer, or what was expected.
struct Reference {
  let name: String
  /// Nil if it could not be measured.
  let figure: Figure?
  /// How many times as good as it ours is; nil without a figure.
  let ratio: Double?

  /// A time, of which less is better.
  init(_ name: String, seconds: Double?, ours: Double) {
    self.name = name
    figure = seconds.map { Figure($0, .seconds) }
    ratio = seconds.map { $0 / ours }
  }

  /// A limit or an expectation of which ours is a share.
  init(_ name: String, _ figure: Figure, share ours: Double) {
    self.name = name
    self.figure = figure
    ratio = ours / figure.value
  }
}

extension [Reference] {
  /// Peers and their times, nil for those that could not be measured; the fastest first.
  /// - Parameter ours: seconds.
  init(_ peers: some Sequence<Peer>, _ times: some Sequence<Double?>, ours: Double) {
    self = zip(peers, times).map { Reference($0.name, seconds: $1, ours: ours) }
    sort { ($0.figure?.value ?? .infinity) < ($1.figure?.value ?? .infinity) }
  }

  /// The same, or one that says so where no peer could be measured.
  var measured: [Reference] {
    contains { $0.figure != nil } ? self : [Reference("peers", seconds: nil, ours: 1)]
  }
}

/// What a row has to reach.
struct Target {
  /// How it is stated: `≥ 88 % of the peak`.
  let text: String
  let isMet: Bool
}

/// One line of the report.
struct Row {
  let group: String
  let work: String
  let threads: Int
  let ours: Figure
  /// The one that the target is about first.
  var references: [Reference] = []
  var target: Target?

  /// Its cells: work, threads, ours, beside, ratio, target, whether it is met.
  var cells: [String] {
    let first = references.first
    return [
      work, "\(threads)", ours.text, first.map { "\($0.name) \($0.figure?.text ?? "not measured")" } ?? "",
      first?.ratio.map { Figure.fixed($0, 2) } ?? "", target?.text ?? "", target.map { $0.isMet ? "yes" : "no" } ?? "",
    ]
  }

  /// The cells of the references after the first.
  var furtherCells: [[String]] {
    references.dropFirst().map { reference in
      [
        "", "", "", "\(reference.name) \(reference.figure?.text ?? "not measured")",
        reference.ratio.map { Figure.fixed($0, 2) } ?? "", "", "",
      ]
    }
  }

  var json: CanonicalJSON {
    [
      "group": .string(group), "work": .string(work), "threads": .integer(threads), "ours": .number(ours.value),
      "unit": .string(ours.unit.rawValue), "target": target.map { .string($0.text) } ?? .null,
      "met": target.map { .bool($0.isMet) } ?? .null,
      "references": .array(
        references.map { reference in
          [
            "name": .string(reference.name), "value": reference.figure.map { .number($0.value) } ?? .null,
            "unit": reference.figure.map { .string($0.unit.rawValue) } ?? .null,
            "ratio": reference.ratio.map { .number($0) } ?? .null,
          ]
        }),
    ]
  }
}

/// The rows as they come: printed at once, kept for the end.
struct Report {
  private static let headings = ["work", "threads", "ours", "beside", "ratio", "target", "met"]
  private static let widths = [44, 7, 16, 44, 6, 40, 3]
  private(set) var rows: [Row] = []
  private var group = ""

  mutating func add(_ row: Row) {
    if row.group != group {
      print("\n" + row.group)
      Self.printCells(Self.headings)
      group = row.group
    }
    rows.append(row)
    Self.printCells(row.cells)
    for cells in row.furtherCells { Self.printCells(cells) }
    // Whoever watches through a pipe sees a row when it is there.
    fflush(nil)
  }

  private static func printCells(_ cells: [String]) {
    let line = zip(cells, widths).map { cell, width in
      cell + String(repeating: " ", count: max(0, width - cell.count))
    }
    print("| " + line.joined(separator: " | ") + " |")
  }

  /// How many targets there were, and how many are met.
  var summary: String {
    let targets = rows.compactMap(\.target)
    return "\(targets.filter(\.isMet).count) of \(targets.count) targets met"
  }
}
