/// A function of numbers, given to the grammar from outside so that no C library decides a result.
package struct ExpressionFunction: Sendable {
  /// How it is called.
  package let name: String
  /// How many arguments it takes.
  package let parameters: ClosedRange<Int>
  /// One sentence.
  package let summary: String
  /// Its value; it gets as many numbers as `parameters` allows.
  package let evaluate: @Sendable ([Double]) -> Double

  /// A function; `Int.max` as the upper end of `parameters` means any number of arguments.
  package init(
    _ name: String, _ parameters: ClosedRange<Int>, _ summary: String,
    evaluate: @escaping @Sendable ([Double]) -> Double
  ) {
    self.name = name
    self.parameters = parameters
    self.summary = summary
    self.evaluate = evaluate
  }
}

/// A function that reads something recorded: `last(train.loss)`, `at(hessian.counts, narrow)`.
///
/// The grammar checks its arguments by kind; whoever judges the claim evaluates it (`ClaimReader.call`).
package struct SeriesFunction: Sendable {
  /// What an argument must be.
  package enum Parameter: Sendable, Equatable {
    /// The name of something recorded, or a dotted call such as `queries.share(0.7)`; never evaluated here.
    case series
    /// `start`, `end`, the name of a stage, or a step number.
    case moment
    case number
    case truth
    /// A list of numbers.
    case list
    /// Anything that has a value: a number, a list, or a call that gives one.
    case value
  }

  /// How it is called.
  package let name: String
  /// What its arguments are, in order.
  package let parameters: [Parameter]
  /// How many of the last parameters may be left out.
  package let optionalCount: Int
  /// What it gives; `.unknown` when that depends on the series.
  package let result: ExpressionKind
  /// Whether it gives a list where that which it reads is one. Whoever knows what is recorded judges where it may stand.
  package let readsLists: Bool
  /// One sentence.
  package let summary: String

  /// A function with stated parameters, the last of which can be optional.
  package init(
    _ name: String, _ parameters: [Parameter], optional optionalCount: Int = 0, result: ExpressionKind = .number,
    readsLists: Bool = false, _ summary: String
  ) {
    precondition(optionalCount <= parameters.count, "a function cannot have more optional parameters than parameters")
    self.name = name
    self.parameters = parameters
    self.optionalCount = optionalCount
    self.result = result
    self.readsLists = readsLists
    self.summary = summary
  }

  var arity: ClosedRange<Int> { (parameters.count - optionalCount)...parameters.count }
}

/// Every function and constant that expressions may use, in the order of the documents.
///
/// A name can stand in both lists (`max(a, b)` of numbers, `max(loss)` of a series): a call whose first argument is
/// the name of something recorded is the series function.
package struct FunctionTable: Sendable {
  /// Functions of numbers.
  package let functions: [ExpressionFunction]
  /// Functions of series.
  package let series: [SeriesFunction]
  /// Names with fixed values; a `let` can hide them.
  package let constants: [(name: String, value: Double)]
  let power: @Sendable ([Double]) -> Double

  /// - Precondition: `functions` has a function `power` of two arguments, which gives `^` its meaning.
  package init(
    _ functions: [ExpressionFunction], series: [SeriesFunction] = [],
    constants: [(name: String, value: Double)] = [("pi", Double.pi)]
  ) {
    guard let power = functions.first(where: { $0.name == "power" && $0.parameters.contains(2) }) else {
      preconditionFailure("the table of functions must hold `power` of two arguments: `^` is defined by it")
    }
    self.functions = functions
    self.series = series
    self.constants = constants
    self.power = power.evaluate
  }

  func function(_ name: String) -> ExpressionFunction? { functions.first { $0.name == name } }

  func seriesFunctions(_ name: String) -> [SeriesFunction] { series.filter { $0.name == name } }

  func constant(_ name: String) -> Double? { constants.first { $0.name == name }?.value }

  /// The names of all functions, each once, in the order of the table.
  package var names: [String] {
    var names: [String] = []
    for name in functions.map(\.name) + series.map(\.name) where !names.contains(name) { names.append(name) }
    return names
  }
}
