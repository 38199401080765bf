/// The values of the names that a document declares, and the functions that its expressions may call.
package struct Scope: Sendable {
  enum Binding: Sendable {
    case value(ExpressionValue)
    /// Declared, but its own value was wrong and has been reported.
    case broken
    /// Declared, and its value differs from point to point of a sweep.
    case later
  }

  /// What expressions can call.
  package let functions: FunctionTable
  private(set) var names: [String] = []
  private var bindings: [String: Binding] = [:]

  /// - Parameter values: names given from outside the document, such as the axes of a sweep.
  package init(_ functions: FunctionTable, values: [(String, ExpressionValue)] = []) {
    self.functions = functions
    for (name, value) in values { bind(name, .value(value)) }
  }

  /// Names without a value yet, such as the axes of a sweep while no point is chosen.
  package init(_ functions: FunctionTable, later names: [String]) {
    self.functions = functions
    for name in names { bind(name, .later) }
  }

  /// Later bindings hide earlier ones of the same name.
  mutating func bind(_ name: String, _ binding: Binding) {
    if bindings.updateValue(binding, forKey: name) == nil { names.append(name) }
  }

  /// The same scope with numbers for the names that a place gives.
  func with(_ values: [(String, Double)]) -> Scope {
    var scope = self
    for (name, value) in values { scope.bind(name, .value(.number(value))) }
    return scope
  }

  func binding(_ name: String) -> Binding? {
    bindings[name] ?? functions.constant(name).map { .value(.number($0)) }
  }
}
