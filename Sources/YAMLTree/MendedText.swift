import SourceDiagnostics

/// The text that is handed to libyaml: a file, with some places mended so that reading can go on
/// behind a mistake.
///
/// Offsets into the mended bytes are translated back, so that every range speaks of the file as the
/// user wrote it.
struct MendedText {
  private struct Piece {
    let mended: Range<Int>
    let original: Range<Int>
  }

  let bytes: [UInt8]
  private let pieces: [Piece]

  /// - Parameters:
  ///   - lower: where the YAML begins in the file.
  ///   - edits: the mended places, in order, not overlapping.
  init(_ source: [UInt8], from lower: Int, edits: [Edit]) {
    var bytes: [UInt8] = []
    var pieces: [Piece] = []
    var at = lower
    func add(_ text: some Collection<UInt8>, original: Range<Int>) {
      pieces.append(Piece(mended: bytes.count..<(bytes.count + text.count), original: original))
      bytes.append(contentsOf: text)
    }
    for edit in edits {
      precondition(at <= edit.range.lower, "mended places do not overlap")
      add(source[at..<edit.range.lower], original: at..<edit.range.lower)
      add(edit.replacement.utf8, original: edit.range.lower..<edit.range.upper)
      at = edit.range.upper
    }
    add(source[at...], original: at..<source.count)
    self.bytes = bytes
    self.pieces = pieces
  }

  /// The offset in the file that belongs to an offset in `bytes`.
  func original(_ offset: Int) -> Int {
    var (low, high) = (0, pieces.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if pieces[middle].mended.lowerBound <= offset { low = middle } else { high = middle }
    }
    let piece = pieces[low]
    return min(piece.original.lowerBound + offset - piece.mended.lowerBound, piece.original.upperBound)
  }
}
