import SourceDiagnostics

/// An expression that YAML cut into pieces: inside `{…}` and `[…]` a plain value ends at a comma or
/// bracket.
///
/// `{expect: max(a, b) < 1}` has the keys `expect` and `b) < 1`. It is recognized by the plain
/// value with an unclosed parenthesis and the stray key after it; `{expect: x[0] < 1}` by the
/// bracket at which libyaml gives up.
struct CommaTrap {
  enum Cut { case comma, bracket }
  /// Bytes that are looked at; an expression is never so long.
  static let reach = 4096

  /// The whole expression as it was meant.
  let region: Range<Int>
  /// Where YAML ended the value.
  let cut: Int
  private let cutPiece: String
  private let strayPiece: String
  private let text: String
  private let inMapping: Bool
  private let isClosed: Bool

  /// - Parameters:
  ///   - piece: a plain value inside a flow collection.
  ///   - cutAt: `.comma` when libyaml read on, so that only an unclosed parenthesis tells of the
  ///     accident; `.bracket` when it gave up.
  init?(_ bytes: [UInt8], from piece: SourceRange, inMapping: Bool, cutAt: Cut) {
    var scan = BracketScan(bytes, piece: piece.lower..<piece.upper, limit: piece.upper + Self.reach)
    let cut = Whitespace.skipped(bytes, from: piece.upper, limit: bytes.count)
    guard cut < bytes.count else { return nil }
    let isBracket = bytes[cut] == UInt8(ascii: "[") || bytes[cut] == UInt8(ascii: "{")
    switch cutAt {
    case .comma: guard scan.isOpen, bytes[cut] == UInt8(ascii: ",") || isBracket else { return nil }
    case .bracket: guard isBracket else { return nil }
    }
    guard let end = scan.end(), scan.isClosed || inMapping, end > cut else { return nil }
    let upper = Whitespace.trimmedEnd(bytes, lower: piece.upper, upper: end)
    let stray = Whitespace.skipped(bytes, from: isBracket ? cut : cut + 1, limit: upper)
    guard stray < upper else { return nil }
    region = piece.lower..<upper
    self.cut = cut
    self.inMapping = inMapping
    isClosed = scan.isClosed
    cutPiece = String(decoding: bytes[piece.lower..<piece.upper], as: UTF8.self)
    strayPiece = String(decoding: bytes[stray..<upper], as: UTF8.self)
    text = String(decoding: bytes[region], as: UTF8.self)
  }

  func mistake(_ file: FileID) -> Mistake {
    let quoted = Quoting.quoted(text)
    let edit = Edit(SourceRange(file: file, lower: region.lowerBound, upper: region.upperBound), quoted)
    let collection = inMapping ? "{…}" : "[…]"
    let (piece, stray) = (Quoting.short(cutPiece), Quoting.short(strayPiece))
    let accident =
      Quoting.isBalanced(cutPiece)
      ? "`\(piece)` was cut off before `\(stray)`"
      : "`\(piece)` was left with an unclosed parenthesis, "
        + "and `\(stray)` became \(inMapping ? "a stray key" : "a value of its own")"
    return Mistake(
      Diagnostic(
        .commaTrap, "inside `\(collection)` YAML ends a plain value at a comma or bracket: \(accident)",
        at: SourceRange(file: file, lower: cut, upper: cut + 1), label: "the value ends here",
        help: "write the expression in quotes, `\(Quoting.short(quoted))`, or in block style",
        fix: isClosed ? edit : nil),
      mending: [edit])
  }
}
