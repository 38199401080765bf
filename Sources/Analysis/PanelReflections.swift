import Kernels

/// Reflections that clear some rows or columns of a matrix at once, I − Vᵀ T V, so that applying them is products of matrices.
///
/// Source: Schreiber & Van Loan, "A storage-efficient WY representation for products of Householder transformations", SIAM J. Sci. Stat.
/// Comput. 10 (1989).
struct PanelReflections {
  /// Rows or columns of a panel at most.
  let width: Int
  let instructionSet: InstructionSet
  let scratch: ThreadScratch
  /// How many there are.
  private(set) var count = 0
  /// Numbers that they reflect.
  private(set) var length = 0
  /// V, one reflection a row: (count, length), then zeros up to the stride.
  private(set) var directions: StoredMatrix
  /// Vᵀ, (length, count).
  let transposed: StoredMatrix
  /// −T, (count, count).
  let triangle: StoredMatrix
  /// Room for a panel as rows.
  private let panel: UnsafeMutablePointer<Double>
  private let scales: UnsafeMutablePointer<Double>
  /// V Vᵀ, (count, count).
  private let products: StoredMatrix
  /// For each thread, two blocks that are on their way from V to what is reflected.
  private let blocks: UnsafeMutablePointer<Double>

  /// Doubles that it works with.
  /// - Parameter length: numbers of a row or a column at most.
  static func workingNumbers(width: Int, length: Int) -> Int {
    3 * width * wholeVectors(length) + width * (2 * width + 1) + 4 * StoredMatrix.spare + scratchNumbers
  }

  /// Doubles that threads pack products in: one was measured to touch 1.2 MB at most, whatever the matrix, so this holds what seven touch.
  private static let scratchNumbers = 1 << 20

  private static func wholeVectors(_ length: Int) -> Int { (length + 7) / 8 * 8 }

  /// Rows that are reflected together, so that they stay in the nearer caches from one product to the next.
  private static let rowsAtOnce = 64
  /// Columns likewise.
  private static let columnsAtOnce = 192

  init(width: Int, length: Int, threads: Int, on instructionSet: InstructionSet) {
    self.width = width
    self.instructionSet = instructionSet
    scratch = ThreadScratch(threads: threads)
    let numbers = width * Self.wholeVectors(length)
    panel = .allocate(capacity: numbers)
    scales = .allocate(capacity: width)
    directions = .allocate(numbers, stride: Self.wholeVectors(length))
    transposed = .allocate(numbers, stride: width)
    triangle = .allocate(width * width, stride: width)
    products = .allocate(width * width, stride: width)
    blocks = .allocate(capacity: threads * 2 * width * Self.columnsAtOnce)
  }

  /// Frees what it worked with.
  func free() {
    scratch.free()
    panel.deallocate()
    scales.deallocate()
    for matrix in [directions, transposed, triangle, products] { matrix.base.deallocate() }
    blocks.deallocate()
  }

  /// Clears what is right of the diagonal of some rows.
  mutating func clearRows(of matrix: StoredMatrix, count: Int, length: Int) {
    let step = Self.wholeVectors(length)
    for row in 0..<count {
      (panel + row * step).update(from: matrix.base + row * matrix.stride, count: length)
      (panel + row * step + length).update(repeating: 0, count: step - length)
    }
    clearPanel(rows: count, length: length)
    for row in 0..<count { (matrix.base + row * matrix.stride).update(from: panel + row * step, count: length) }
  }

  /// Clears what is below the diagonal of some columns.
  mutating func clearColumns(of matrix: StoredMatrix, count: Int, length: Int) {
    let step = Self.wholeVectors(length)
    for place in 0..<length {
      for column in 0..<count { panel[column * step + place] = matrix.base[place * matrix.stride + column] }
    }
    for column in 0..<count { (panel + column * step + length).update(repeating: 0, count: step - length) }
    clearPanel(rows: count, length: length)
    for place in 0..<length {
      for column in 0..<count { matrix.base[place * matrix.stride + column] = panel[column * step + place] }
    }
  }

  /// Clears the panel, and makes V and T of its reflections.
  private mutating func clearPanel(rows: Int, length: Int) {
    let step = Self.wholeVectors(length)
    count = min(rows, length)
    self.length = length
    directions = StoredMatrix(directions.base, stride: step)
    instructionSet.clearPanel(panel, directions.base, scales, count: count, rows: rows, vectors: step / 8)
    for place in 0..<length {
      for number in 0..<count { transposed.base[place * width + number] = directions.base[number * step + place] }
    }
    MatrixProduct(rows: count, columns: count, depth: length, isRightTransposed: true, on: instructionSet)
      .write(directions, directions, to: products, scratch.own(0))
    makeTriangle()
  }

  /// T has the scales on its diagonal, and above it in column j, −scale · T V v, with T and V of the reflections before.
  private func makeTriangle() {
    let (numbers, products) = (triangle.base, products.base)
    for column in 0..<count {
      for row in 0..<count where row >= column { numbers[row * width + column] = row == column ? -scales[column] : 0 }
      for row in 0..<column {
        var sum = 0.0
        for between in row..<column { sum += numbers[row * width + between] * products[between * width + column] }
        numbers[row * width + column] = -scales[column] * sum
      }
    }
  }

  /// Reflects rows, of `length` numbers each: B − (B Vᵀ) T V.
  func reflectRows(_ block: StoredMatrix, _ rows: Int) {
    let parts = (rows + Self.rowsAtOnce - 1) / Self.rowsAtOnce
    scratch.sideBySide(parts: parts) { part, thread in
      let (first, room) = (part * Self.rowsAtOnce, scratch.own(thread))
      let height = min(Self.rowsAtOnce, rows - first)
      let (own, inner, turned) = (block.from(first, 0), blocks(thread, 0, stride: count), blocks(thread, 1, stride: count))
      MatrixProduct(rows: height, columns: count, depth: length, on: instructionSet).write(own, transposed, to: inner, room)
      MatrixProduct(rows: height, columns: count, depth: count, on: instructionSet).write(inner, triangle, to: turned, room)
      MatrixProduct(rows: height, columns: length, depth: count, isAdded: true, on: instructionSet).write(turned, directions, to: own, room)
    }
  }

  /// Reflects columns, of `length` numbers each: B − Vᵀ Tᵀ (V B).
  func reflectColumns(_ block: StoredMatrix, _ columns: Int) {
    let parts = (columns + Self.columnsAtOnce - 1) / Self.columnsAtOnce
    scratch.sideBySide(parts: parts) { part, thread in
      let (first, room) = (part * Self.columnsAtOnce, scratch.own(thread))
      let extent = min(Self.columnsAtOnce, columns - first)
      let (own, inner, turned) = (block.from(0, first), blocks(thread, 0, stride: extent), blocks(thread, 1, stride: extent))
      MatrixProduct(rows: count, columns: extent, depth: length, on: instructionSet).write(directions, own, to: inner, room)
      MatrixProduct(rows: count, columns: extent, depth: count, isLeftTransposed: true, on: instructionSet)
        .write(triangle, inner, to: turned, room)
      MatrixProduct(rows: length, columns: extent, depth: count, isAdded: true, on: instructionSet).write(transposed, turned, to: own, room)
    }
  }

  /// One of the two blocks of a thread.
  private func blocks(_ thread: Int, _ number: Int, stride: Int) -> StoredMatrix {
    StoredMatrix(blocks + (2 * thread + number) * width * Self.columnsAtOnce, stride: stride)
  }
}

extension StoredMatrix {
  /// Memory for some numbers and what may be read behind them.
  static func allocate(_ numbers: Int, stride: Int) -> StoredMatrix {
    StoredMatrix(.allocate(capacity: numbers + spare), stride: stride)
  }
}
