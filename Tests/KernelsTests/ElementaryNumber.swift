import Kernels

/// The two types of the elementary functions, so that a test can be written once for both.
protocol ElementaryNumber: TestNumber {
  /// Applies `function` to all of `values` on `set`, in one call.
  static func apply(_ function: ElementaryFunction, _ values: inout [Self], on set: InstructionSet)
}

extension Float: ElementaryNumber {
  static func apply(_ function: ElementaryFunction, _ values: inout [Float], on set: InstructionSet) {
    let x = values
    function.apply(x, &values, count: x.count, on: set)
  }
}

extension Double: ElementaryNumber {
  static func apply(_ function: ElementaryFunction, _ values: inout [Double], on set: InstructionSet) {
    let x = values
    function.apply(x, &values, count: x.count, on: set)
  }
}

extension ElementaryNumber {
  /// f(x) of one number.
  static func value(of function: ElementaryFunction, _ x: Self, on set: InstructionSet) -> Self {
    var values = [x]
    apply(function, &values, on: set)
    return values[0]
  }
}
