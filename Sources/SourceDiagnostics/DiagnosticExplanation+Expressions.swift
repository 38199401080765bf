extension DiagnosticExplanation {
  /// Mistakes in expressions.
  static let expressions: [DiagnosticExplanation] = [
    DiagnosticExplanation(
      .expressionSyntax, "the text is not an expression",
      """
      Expressions are made of numbers, names, `+ - * / ^`, comparisons, `and or not`, parentheses \
      and functions. There is no implied product: write `2*m`, not `2m`.
      """,
      example: "let: {width: 2m}"),
    DiagnosticExplanation(
      .unknownName, "a name that nothing defines at this place",
      """
      Expressions may use the names under `let`, the axes of the sweep, and what the place offers, \
      such as `fan_in` for an initializer.
      """,
      example: "let: {width: 2*n_hidden}"),
    DiagnosticExplanation(
      .unknownFunction, "a function that does not exist",
      """
      The functions are a fixed list; specs cannot define their own. `condensespec explain \
      expressions` shows it.
      """,
      example: "let: {scale: squareroot(2)}"),
    DiagnosticExplanation(
      .wrongArity, "a function with too few or too many arguments",
      "The message states how many it takes.",
      example: "let: {scale: sqrt(2, 3)}"),
    DiagnosticExplanation(
      .letCycle, "`let` names that depend on each other in a circle",
      """
      `let` values may use each other in any order, but none may need itself. The message shows \
      the circle.
      """,
      example: "let: {a: b + 1, b: a - 1}"),
    DiagnosticExplanation(
      .notFinite, "an expression without a finite value",
      "The value overflows, or it is a division by zero, a root of a negative number or the like.",
      example: "let: {scale: 1/0}"),
    DiagnosticExplanation(
      .notAnInteger, "a fraction where a whole number is needed",
      "Counts, such as units, steps and seeds, are whole numbers. Round explicitly: `floor(m/3)`.",
      example: "model: {layers: {hidden: {dense: {units: 7/2}}}}"),
    DiagnosticExplanation(
      .wrongExpressionType, "an expression of another type than the place needs",
      """
      A number, a truth and a list do not stand for each other: a claim's `expect` is a \
      comparison, a width is a number.
      """,
      example: "claims: {fits: {expect: last(train.loss)}}"),
  ]
}
