import TensorGraph

/// What a job with a kernel of its own does in a sheet: a step that runs over all pairs of a row and a column of a
/// matrix (samples and units), tile by tile.
enum SheetRole {
  /// Numbers that lie `stride` elements apart from `place` on.
  struct Line: Hashable {
    let place: Place
    let stride: Int
  }

  /// One sum along every column: of the sheet, or of the sheet times a number of each row.
  struct ColumnSum {
    let factor: Line?
    /// Where the result of column 0 lies in the job's value, and how far apart those of neighbours are.
    let start: Int
    let stride: Int
  }

  /// The sheet Σₖ xₖ[row] · wₖ[column], for a few k.
  case affine(rows: [Line], columns: [Line])
  /// One number for each row: Σ over columns of the sheet times the columns' numbers.
  case rowDot(sheet: Value, columns: Line)
  /// Sums along the columns.
  case columnSums(sheet: Value, [ColumnSum])
}

extension SheetRole {
  /// The value that is summed; nil for what sums nothing.
  var sheet: Value? {
    switch self {
    case .affine: nil
    case .rowDot(let sheet, _), .columnSums(let sheet, _): sheet
    }
  }

  /// What is read for the rows or the columns alone.
  var lines: [Line] {
    switch self {
    case .affine(let rows, let columns): rows + columns
    case .rowDot(_, let columns): [columns]
    case .columnSums(_, let sums): sums.compactMap(\.factor)
    }
  }
}

extension JobGraph {
  /// The longest chain of products that is worth computing in a sheet, and the most sums of one job.
  static let mostTerms = 16

  /// What a kernel does in a sheet of that size; nil where it has no place there.
  func sheetRole(_ job: Int, rows: Int, columns: Int) -> SheetRole? {
    guard jobs[job].work == .kernel, let value = jobs[job].value else { return nil }
    let operands = graph[value].operands
    switch graph[value].operation {
    case .sum(let sum) where sum.axes == [0]:
      guard let sheet = sheet(operands[0], rows, columns) else { return nil }
      return .columnSums(sheet: sheet, [SheetRole.ColumnSum(factor: nil, start: 0, stride: 1)])
    case .matmul(let product) where graph.shape(value).rank == 2:
      return affine(product, value, rows, columns) ?? rowDot(product, value, rows, columns)
        ?? columnProducts(product, value, rows, columns)
    default: return nil
    }
  }

  /// The value whose buffer an operand is the whole of, if it is a matrix of that size.
  private func sheet(_ operand: Value, _ rows: Int, _ columns: Int) -> Value? {
    let place = graph.place(operand)
    guard graph.shape(operand) == [rows, columns], place.offset == 0,
      graph.shape(place.base).count == rows * columns
    else { return nil }
    return place.base
  }

  private func line(_ operand: Value, start: Int, stride: Int) -> SheetRole.Line {
    let place = graph.place(operand)
    return SheetRole.Line(place: Place(base: place.base, offset: place.offset + start), stride: stride)
  }

  /// x (rows, terms) times w, stored (columns, terms) or (terms, columns).
  private func affine(_ product: Operation.MatMul, _ value: Value, _ rows: Int, _ columns: Int) -> SheetRole? {
    let (x, w) = (graph[value].operands[0], graph[value].operands[1])
    guard graph.shape(value) == [rows, columns], !product.transposeA else { return nil }
    let terms = graph.shape(x)[1]
    guard (1...JobGraph.mostTerms).contains(terms) else { return nil }
    return .affine(
      rows: (0..<terms).map { line(x, start: $0, stride: terms) },
      columns: (0..<terms).map { k in
        product.transposeB ? line(w, start: k, stride: terms) : line(w, start: k * columns, stride: 1)
      })
  }

  /// h (rows, columns) times a vector.
  private func rowDot(_ product: Operation.MatMul, _ value: Value, _ rows: Int, _ columns: Int) -> SheetRole? {
    let operands = graph[value].operands
    guard graph.shape(value) == [rows, 1], !product.transposeA, let sheet = sheet(operands[0], rows, columns)
    else { return nil }
    return .rowDot(sheet: sheet, columns: line(operands[1], start: 0, stride: 1))
  }

  /// hᵀ times g, or gᵀ times h, where g has a few numbers for each row.
  private func columnProducts(
    _ product: Operation.MatMul, _ value: Value, _ rows: Int, _ columns: Int
  ) -> SheetRole? {
    let (a, b) = (graph[value].operands[0], graph[value].operands[1])
    let shape = graph.shape(value)
    func factors(_ g: Value, _ count: Int, isAlongRows: Bool) -> [SheetRole.Line] {
      (0..<count).map { k in
        isAlongRows ? line(g, start: k, stride: count) : line(g, start: k * rows, stride: 1)
      }
    }
    if product.transposeA, shape[0] == columns, shape[1] <= JobGraph.mostTerms, let sheet = sheet(a, rows, columns) {
      let lines = factors(b, shape[1], isAlongRows: !product.transposeB)
      return .columnSums(
        sheet: sheet,
        lines.enumerated().map { SheetRole.ColumnSum(factor: $1, start: $0, stride: shape[1]) })
    }
    if !product.transposeB, shape[1] == columns, shape[0] <= JobGraph.mostTerms, let sheet = sheet(b, rows, columns) {
      let lines = factors(a, shape[0], isAlongRows: product.transposeA)
      return .columnSums(
        sheet: sheet,
        lines.enumerated().map { SheetRole.ColumnSum(factor: $1, start: $0 * columns, stride: 1) })
    }
    return nil
  }
}

/// How an input of a sheet varies.
enum SheetExtent: Hashable {
  case sheet, column, row, scalar
}

extension Access {
  /// How an elementwise read of a sheet of that size varies; nil where it does otherwise.
  func extent(rows: Int, columns: Int) -> SheetExtent? {
    if mid == 1 { return .scalar }
    if isFull(rows * columns) { return .sheet }
    if inner == 1 && mid == columns { return .column }
    if inner == columns && mid == rows { return .row }
    return nil
  }
}
