extension DiagnosticExplanation {
  /// Mistakes of what is said: keys, kinds, types and ranges.
  static let decoding: [DiagnosticExplanation] = [
    DiagnosticExplanation(
      .unknownKey, "a key that does not exist at this place",
      """
      Every key means something; one that is misspelt would otherwise be ignored in silence. Notes \
      of your own may stand anywhere under keys that begin with `x-`.
      """,
      example: "train: {optimiser: {sgd: {learning_rate: 0.1}}}"),
    DiagnosticExplanation(
      .misplacedOption, "an option of another kind, or of another place",
      """
      The kind that is chosen decides which options exist. The option given belongs to a different \
      kind, which the message names.
      """,
      example: "train: {optimizer: {sgd: {learning_rate: 0.1, beta1: 0.9}}}"),
    DiagnosticExplanation(
      .missingKey, "a required key is missing",
      """
      The key has no default, because any default would be a choice that belongs to the \
      experiment.
      """,
      example: "train: {optimizer: {sgd: {momentum: 0.9}}}"),
    DiagnosticExplanation(
      .unknownKind, "a kind that does not exist in this family",
      """
      The name is not in the list of, say, activations or optimizers. `condensespec explain \
      FAMILY` lists them.
      """,
      example: "model: {layers: {hidden: {dense: {units: 10, activation: rleu}}}}"),
    DiagnosticExplanation(
      .wrongType, "a value of another type than the place expects",
      """
      The place decides what a value is read as: a number, a text, a list, a component. What is \
      written cannot be read as that.
      """,
      example: "seed: [1, 2]"),
    DiagnosticExplanation(
      .outOfRange, "a number outside the range that makes sense",
      "The message states the range. A bound in a round bracket is not itself allowed.",
      example: "train: {optimizer: {sgd: {learning_rate: -0.1}}}"),
    DiagnosticExplanation(
      .ambiguousNumber, "a spelling that different readers of YAML take for different numbers",
      """
      `017` is 17 or 15, `1_000` is 1000 or a text, `12:30` is 750 or a text, `yes` is true or a \
      text. Write what you mean: the message offers both readings.
      """,
      example: "seed: 017"),
    DiagnosticExplanation(
      .languageVersion, "the language version is missing or not known",
      """
      Every spec says which version of the language it is written in, so that it means the same \
      for ever: `condensespec: 1`.
      """,
      example: "condensespec: 9"),
    DiagnosticExplanation(
      .invalidName, "a name that cannot be used",
      """
      Names of layers, probes, claims and so on appear in expressions and as file names: a letter, \
      then letters, digits, `_` or `-`, and not a word of the expression language.
      """,
      example: "probes: {../length: {parameter_norm: {}}}"),
    DiagnosticExplanation(
      .conflictingKeys, "keys that exclude each other",
      "The keys say the same thing in two ways, and the tool will not choose between them.",
      example: "init: {hidden: {normal: {std: 0.1, variance: 0.01}}}"),
  ]
}
