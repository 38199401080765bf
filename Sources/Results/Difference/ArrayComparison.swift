/// What comparing a pair of files gives.
struct FileComparison {
  var agreement = Agreement(sameBytes: false)
  var values: [ValueDifference] = []
  var oneSided: [OneSided] = []

  /// Adds a difference that is not one of numbers: a shape, a type, a text.
  mutating func addUnlike(
    _ file: String, _ part: String?, _ a: String, _ b: String, count: Int = 1, total: Int = 1,
    place: String
  ) {
    agreement.combine(.none)
    values.append(
      ValueDifference(
        file: file, part: part, count: count, total: total, maxAbsolute: .infinity,
        maxRelative: .infinity, maxULP: nil, place: place, a: a, b: b,
        tolerance: Tolerance(absolute: 0, relative: 0), excess: .infinity))
  }

  mutating func add(_ numbers: NumberComparison, _ file: String, _ part: String?, place: (Int) -> String) {
    agreement.combine(numbers.agreement)
    if let difference = numbers.difference(file: file, part: part, place: place) {
      values.append(difference)
    }
  }

  mutating func addOneSided(_ what: String, isInA: Bool) {
    oneSided.append(OneSided(what: what, isInA: isInA))
  }
}

/// Arrays: `.npy` files, and the tensors of `.safetensors` files by name.
enum ArrayComparison {
  static func compare(
    _ a: NumericArray, _ b: NumericArray, file: String, part: String?, tolerance: Tolerance,
    into found: inout FileComparison
  ) {
    guard a.shape == b.shape else {
      found.addUnlike(file, part, "shape \(a.shape)", "shape \(b.shape)", place: "shape")
      return
    }
    var numbers = NumberComparison(.double, tolerance)
    switch (a.elements, b.elements) {
    case (.float32(let x), .float32(let y)):
      numbers = NumberComparison(.single, tolerance)
      for (p, q) in zip(x, y) { numbers.add(Double(p), Double(q)) }
    case (.float64(let x), .float64(let y)): for (p, q) in zip(x, y) { numbers.add(p, q) }
    case (.int32(let x), .int32(let y)): for (p, q) in zip(x, y) { numbers.add(Int64(p), Int64(q)) }
    case (.int64(let x), .int64(let y)): for (p, q) in zip(x, y) { numbers.add(p, q) }
    case (.uint8(let x), .uint8(let y)): for (p, q) in zip(x, y) { numbers.add(Int64(p), Int64(q)) }
    default:
      found.addUnlike(file, part, typeName(a), typeName(b), place: "type")
      return
    }
    found.add(numbers, file, part) { a.place(of: $0) }
  }

  static func compareTensors(
    _ a: [NamedArray], _ b: [NamedArray], file: String, tolerance: (String) -> Tolerance,
    into found: inout FileComparison
  ) {
    for tensor in a {
      guard let other = b.first(where: { $0.name == tensor.name }) else {
        found.addOneSided("tensor `\(tensor.name)` of \(file)", isInA: true)
        continue
      }
      compare(
        tensor.array, other.array, file: file, part: tensor.name, tolerance: tolerance(tensor.name),
        into: &found)
    }
    for tensor in b where !a.contains(where: { $0.name == tensor.name }) {
      found.addOneSided("tensor `\(tensor.name)` of \(file)", isInA: false)
    }
  }

  private static func typeName(_ array: NumericArray) -> String {
    switch array.elements {
    case .float32: return "float32"
    case .float64: return "float64"
    case .int32: return "int32"
    case .int64: return "int64"
    case .uint8: return "uint8"
    }
  }
}
