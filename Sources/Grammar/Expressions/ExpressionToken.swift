/// A piece of an expression's text.
struct ExpressionToken: Equatable {
  enum Kind: Equatable {
    case number(Double)
    /// A plain or dotted name, not one of the words below.
    case name(String)
    case and, or, not
    case truth(Bool)
    case plus, minus, times, divide, power
    case comparison(Expression.Comparison)
    case open, close, openList, closeList, comma
    case end
  }

  let kind: Kind
  /// UTF-8 offsets in the text.
  let span: Range<Int>

  /// As messages show it.
  func shown(in text: [UInt8]) -> String {
    kind == .end ? "the end" : "`" + String(decoding: text[span], as: UTF8.self) + "`"
  }
}
