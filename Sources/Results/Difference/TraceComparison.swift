/// Finds the first step and tensor at which two traces differ.
enum TraceComparison {
  /// Linear in the rows of both. Steps or tensors that only one recorded are passed over.
  static func compare(_ a: CSVTable, _ b: CSVTable, name: String) throws(ResultsFailure) -> Divergence {
    let left = try rows(a, name)
    let right = try rows(b, name)
    // Looked up only: the order is that of a's rows.
    var inRight: [Key: String] = [:]
    for row in right { inRight[row.key] = row.digest }
    var common = 0
    var lastStep: Int?
    var lastEqualStep: Int?
    for row in left {
      guard let digest = inRight[row.key] else { continue }
      if let lastStep, lastStep != row.key.step { lastEqualStep = lastStep }
      if digest != row.digest {
        return .first(step: row.key.step, tensor: row.key.tensor, lastEqualStep: lastEqualStep)
      }
      common += 1
      lastStep = row.key.step
    }
    return common == 0 ? .notRecorded : .never(rows: common)
  }

  private struct Key: Hashable {
    let step: Int
    let tensor: String
  }

  private static func rows(
    _ table: CSVTable, _ name: String
  ) throws(ResultsFailure) -> [(key: Key, digest: String)] {
    guard table.columns == ["step", "tensor", "digest"] else {
      throw .malformed(path: name, problem: "its columns are not step, tensor, digest")
    }
    var rows: [(key: Key, digest: String)] = []
    for row in table.rows {
      guard let step = Int(row[0]) else {
        throw .malformed(path: name, problem: "`\(row[0])` is not a step")
      }
      rows.append((Key(step: step, tensor: row[1]), row[2]))
    }
    return rows
  }
}
