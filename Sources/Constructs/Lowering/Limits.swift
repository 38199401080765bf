/// How large an experiment may be: a slip of a zero is refused at its line, instead of filling the machine or overflowing a count.
///
/// The numbers are far above what the science asks for, and low enough that no product of two counts overflows.
package enum Limits {
  /// Updates of a stage.
  package static let steps = 1_000_000_000_000
  /// Epochs of a stage.
  package static let epochs = 1_000_000_000
  /// Moments at which one thing is recorded.
  package static let moments = 10_000_000
  /// Numbers a dataset is made of.
  package static let dataNumbers = 1 << 28
  /// Numbers in the output of a layer for one sample.
  package static let layerNumbers = 1 << 33
  /// Numbers that all layers together give for all samples of the training data: in bytes some thousand times what fits into any
  /// memory, and some hundred times less than what overflows.
  package static let numbers = 1 << 53
  /// Multiplications of all layers for all samples of the training data, once through the model.
  package static let multiplications = 1 << 56
  /// Numbers that are trained.
  package static let parameters = 1 << 31
  /// Units or channels of a layer.
  package static let units = 1_000_000_000
  /// Times that layers are repeated.
  package static let repetitions = 1000
  /// Points of a sweep.
  package static let sweepPoints = 1_000_000
  /// Height and width of a window, its stride and padding.
  package static let windowLength = 1000

  /// A number as people read it: `10,000,000`.
  static func grouped(_ number: Int) -> String {
    var text = ""
    for (place, digit) in String(number).reversed().enumerated() {
      if place > 0 && place % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }
}
