/// One row of characters, each with its own style.
struct Canvas {
  private var cells: [(character: Character, style: Paint.Style?)] = []
  private let paint: Paint

  init(_ paint: Paint) {
    self.paint = paint
  }

  /// Writes over what stands at a column; every character of `text` takes one cell.
  mutating func draw(_ text: String, at column: Int, _ style: Paint.Style) {
    for (i, character) in text.enumerated() {
      while cells.count <= column + i { cells.append((" ", nil)) }
      cells[column + i] = (character, style)
    }
  }

  /// The row with its colours; neighbours of one style share theirs.
  var text: String {
    var result = ""
    var run = ""
    var style: Paint.Style?
    for cell in cells {
      if cell.style != style {
        result += style.map { paint(run, $0) } ?? run
        (run, style) = ("", cell.style)
      }
      run.append(cell.character)
    }
    return result + (style.map { paint(run, $0) } ?? run)
  }
}
