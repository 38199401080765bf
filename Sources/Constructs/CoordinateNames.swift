/// What formulas call the numbers of a point or of a sample: `x` where there is one, else `x1`, `x2`, ….
struct CoordinateNames {
  /// How many numbers there are, at least 1.
  let count: Int

  /// The place of a number by its name, from 0; nil for what is none of them.
  func place(of name: String) -> Int? {
    if count == 1 { return name == "x" ? 0 : nil }
    guard name.hasPrefix("x"), let number = Int(name.dropFirst()), name == "x\(number)", (1...count).contains(number) else { return nil }
    return number - 1
  }

  /// Enough of them to show the scheme: there may be millions.
  var first: [String] { count == 1 ? ["x"] : (1...min(count, 16)).map { "x\($0)" } }

  /// For messages: `x`; `x1`, `x2`; or, where there are many, the first two and the last.
  var phrase: String {
    switch count {
    case 1...4: quotedNames(first)
    default: "`x1`, `x2`, …, `x\(count)`"
    }
  }
}
