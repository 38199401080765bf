import DataStore
import ExperimentGraph
import Grammar
import Kernels
import SourceDiagnostics
import TensorGraph

/// Samples from the columns of a table.
struct CSVDataset: DatasetSource {
  let path: Located<String>
  /// Columns by name or number (1 for the first).
  let inputs: [Located<String>]
  let targets: [Located<String>]
  /// Number of classes, if the target is a class number.
  let classes: Int?
  let skip: Located<Int>?
  let samples: Located<Int>?
  let shuffles: Bool?

  func content(_ site: DatasetSite, _ diagnostics: inout Diagnostics) -> DatasetContent? {
    let table: NumberTable
    do throws(DataFailure) {
      table = try NumberTable(contentsOf: site.path(path.value))
    } catch {
      diagnostics.report(error.diagnostic(at: path.range))
      return nil
    }
    let inputColumns = inputs.compactMap { column($0, table, &diagnostics) }
    let targetColumns = targets.compactMap { column($0, table, &diagnostics) }
    guard inputColumns.count == inputs.count, targetColumns.count == targets.count else { return nil }
    guard let rows = rows(table, site, &diagnostics) else { return nil }
    func values(_ columns: [Int]) -> [Double] {
      rows.flatMap { row in columns.map { table.values[row * table.columns + $0] } }
    }
    let labels = values(targetColumns)
    if let classes, !check(labels, of: rows, classes: classes, &diagnostics) { return nil }
    let numbers = classes.map { Self.oneHot(labels, classes: $0) } ?? labels
    let samples = Samples(inputs: .numbers(values(inputColumns)), targets: .numbers(numbers))
    return DatasetContent(
      count: rows.count, inputShape: [inputs.count], targetShape: [classes ?? targets.count], classes: classes,
      digests: [DataDigest(name: path.value, sha256: table.digest.hex)],
      heldBytes: 8 * (samples.inputs.count + samples.targets.count),
      load: { () throws(DataFailure) in samples })
  }

  /// Which rows are taken, in their order. Datasets of one file share the order that is drawn, so that they can part it.
  private func rows(_ table: NumberTable, _ site: DatasetSite, _ diagnostics: inout Diagnostics) -> [Int]? {
    if let skip, skip.value >= table.rows {
      let all = table.rows == 1 ? "the only row" : "all \(table.rows) rows"
      diagnostics.report(
        Diagnostic(
          .outOfRange, "`skip` passes over \(all)", at: skip.range,
          help: table.rows == 1 ? "leave it out" : "pass over at most \(table.rows - 1)"))
      return nil
    }
    let skip = skip?.value ?? 0
    let count = samples?.value ?? (table.rows - skip)
    guard skip + count <= table.rows else {
      diagnostics.report(
        Diagnostic(
          .outOfRange, "the table has \(table.rows) rows, and \(skip + count) are asked for", at: samples?.range ?? path.range,
          help: "ask for at most \(table.rows - skip)"))
      return nil
    }
    let stream = RandomStream(seed: site.seed, name: "data.csv.order.\(path.value)")
    let order = shuffles ?? false ? stream.permutation(count: table.rows) : Array(0..<table.rows)
    return Array(order[skip..<(skip + count)])
  }

  private func column(
    _ name: Located<String>, _ table: NumberTable, _ diagnostics: inout Diagnostics
  ) -> Int? {
    if let index = table.index(of: name.value) { return index }
    if let number = Int(name.value), (1...table.columns).contains(number) { return number - 1 }
    let near = spellingHelp(for: name.value, among: table.names ?? [])
    diagnostics.report(
      Diagnostic(
        .dataFormat, "the table has no column `\(name.value)`", at: name.range,
        help: near ?? table.names.map { "it has \(quotedNames($0))" }
          ?? "it has \(table.columns) columns, numbered from 1"))
    return nil
  }

  /// - Parameters:
  ///   - labels: one of each row that is taken.
  ///   - rows: where these stand in the table.
  private func check(_ labels: [Double], of rows: [Int], classes: Int, _ diagnostics: inout Diagnostics) -> Bool {
    guard targets.count == 1 else {
      diagnostics.report(
        Diagnostic(.dataFormat, "a class is one column, and \(targets.count) are named", at: targets[1].range))
      return false
    }
    guard let wrong = labels.firstIndex(where: { !($0 >= 0 && $0 < Double(classes) && $0 == $0.rounded()) }) else {
      return true
    }
    diagnostics.report(
      Diagnostic(
        .dataFormat,
        "row \(rows[wrong] + 1) of `\(targets[0].value)` holds \(canonicalNumber(labels[wrong])), not a class from 0 to \(classes - 1)",
        at: targets[0].range, help: labelHelp(labels)))
    return false
  }

  /// What the labels are, and how many classes that makes.
  private func labelHelp(_ labels: [Double]) -> String {
    let found = Set(labels).sorted()
    let shown = found.prefix(8).map(canonicalNumber).joined(separator: ", ") + (found.count > 8 ? ", …" : "")
    let isWhole = found.allSatisfy { $0 >= 0 && $0 == $0.rounded() && $0 < Double(Self.mostClasses) }
    guard isWhole, let last = found.last else { return "it holds \(shown); classes are whole numbers from 0" }
    return "it holds \(shown): write `classes: \(Int(max(last + 1, 2)))`" + (found[0] > 0 ? ", or number them from 0 in the file" : "")
  }

  private static let mostClasses = 100_000

  private static func oneHot(_ labels: [Double], classes: Int) -> [Double] {
    labels.flatMap { label in (0..<classes).map { Double($0) == label ? 1 : 0 } }
  }

  static let entry = Entry<any DatasetSource>(
    "csv", "Samples from the columns of a comma-separated table, one row each.",
    example: "{csv: {path: iris.csv, inputs: [1, 2, 3, 4], targets: [5], classes: 3}}",
    .required("path", .located(.text), "The file, from the spec's own folder."),
    .required("inputs", .list(of: .located(.text), count: 1...100_000), "Columns by name or by number, 1 for the first."),
    .required("targets", .list(of: .located(.text), count: 1...100_000), "Columns by name or by number."),
    .maybe("classes", .integer(2...mostClasses), "If the target is a class from 0: how many there are."),
    .maybe("skip", .located(.integer(0...Limits.dataNumbers)), "How many rows at the beginning are passed over; left out, none."),
    .maybe("samples", .located(.integer(1...Limits.dataNumbers)), "How many rows are used; left out, all that follow."),
    .maybe(
      "shuffle", .flag,
      "Whether the rows are first put into an order that the seed draws, the same for all datasets of the file; left out, they are not.")
  ) { CSVDataset(path: $0, inputs: $1, targets: $2, classes: $3, skip: $4, samples: $5, shuffles: $6) }
}

extension DataFailure {
  /// The failure as a diagnostic at the place that names the file.
  func diagnostic(at range: SourceRange) -> Diagnostic {
    switch self {
    case .file: Diagnostic(.missingDataFile, "\(self)", at: range, help: "a path starts from the folder of the spec")
    default: Diagnostic(.dataFormat, "\(self)", at: range)
    }
  }
}
