/// A function that only the expressions of one place can call, such as products of matrices in the formula of a model.
///
/// The grammar checks how many arguments it has; whoever reads the expression gives it its meaning.
package struct PlaceFunction: Sendable, Equatable {
  /// How it is called.
  package let name: String
  /// How many arguments it takes.
  package let parameters: ClosedRange<Int>

  /// A function of a number of arguments.
  package init(_ name: String, _ parameters: ClosedRange<Int>) {
    self.name = name
    self.parameters = parameters
  }
}
