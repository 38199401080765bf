extension DiagnosticExplanation {
  /// Mistakes of a text as YAML. Every example provokes its code, but for that of `scalarTooLong`.
  static let yaml: [DiagnosticExplanation] = [
    DiagnosticExplanation(
      .yamlSyntax, "the text is not YAML",
      """
      Specs are YAML, read through libyaml. The usual causes are a value with `: ` in it that is \
      not in quotes, a bracket or quote that is never closed, a forgotten comma, and keys of one \
      mapping that are not indented alike.
      """,
      example: "title: condensation: the early phase"),
    DiagnosticExplanation(
      .tabIndentation, "a line is indented with a tab",
      """
      How many columns a tab has is a matter of taste, so YAML allows only spaces for indentation. \
      Use two for each level.
      """,
      example: "train:\n\tbatch: full"),
    DiagnosticExplanation(
      .secondDocument, "a second document begins in the file",
      """
      `---` and `...` separate YAML documents. A spec is one document; what follows would never be \
      read.
      """,
      example: "condensespec: 1\n---\ncondensespec: 1"),
    DiagnosticExplanation(
      .emptyDocument, "the file has no content",
      "The file is empty or holds only comments. A spec begins with `condensespec: 1`.",
      example: "# nothing yet"),
    DiagnosticExplanation(
      .duplicateKey, "a key is given twice in one mapping",
      "Of two values for one key, one would be ignored in silence. Keep the one that you mean.",
      example: "train:\n  batch: full\n  batch: 32"),
    DiagnosticExplanation(
      .mergeKey, "merge keys (`<<`) are not part of the language",
      """
      `<<` mixes the keys of several mappings by rules that differ between YAML readers. Write the \
      keys out, use an alias for a whole value, or say the difference as a variant.
      """,
      example: "base: &base {units: 10}\nwide: {<<: *base, units: 100}"),
    DiagnosticExplanation(
      .complexKey, "a key is not a name",
      "YAML allows lists and mappings as keys, and missing keys. In a spec a key is a name.",
      example: "? [a, b]\n: 1"),
    DiagnosticExplanation(
      .nestingTooDeep, "more than 64 lists and mappings lie inside one another",
      """
      No experiment is nested so deep, and reading without a limit would let a small file take \
      hours.
      """,
      example: "x: " + String(repeating: "[", count: 64) + String(repeating: "]", count: 64)),
    DiagnosticExplanation(
      .scalarTooLong, "a single value is longer than 64 KiB",
      """
      Values are names, numbers, expressions and sentences. Data belongs in a file of its own, \
      named under `data`.
      """,
      example: "title: more than 65536 characters…"),
    DiagnosticExplanation(
      .aliasExpansion, "aliases stand for more than 100000 values",
      """
      An alias repeats a value, and aliases of aliases multiply. A few lines can stand for more \
      values than memory holds, so they are counted and limited.
      """,
      example: """
        a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
        b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
        c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
        d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
        e: [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
        """),
    DiagnosticExplanation(
      .undefinedAlias, "an alias names no value above it",
      """
      `*name` repeats the value marked `&name` earlier in the file. There is none, or it is the \
      value in which the alias stands.
      """,
      example: "wide: &layer {units: 100}\nnarrow: *layr"),
    DiagnosticExplanation(
      .unexpectedTag, "a tag such as `!!float` is given",
      """
      The place where a value stands decides what it means, so tags have nothing to say and are \
      refused.
      """,
      example: "seed: !!int 1"),
    DiagnosticExplanation(
      .commaTrap, "an expression inside `{…}` or `[…]` was cut at its comma or bracket",
      """
      Inside `{…}` and `[…]` YAML ends a plain value at a comma or bracket: `{expect: max(a, b) < \
      1}` is read as the keys `expect` and `b) < 1`. Expressions with commas or brackets are \
      written in block style or in quotes there.
      """,
      example: "claims:\n  bounded: {expect: max(a, b) < 1}"),
    DiagnosticExplanation(
      .missingSpace, "a space is missing after the colon of a key",
      """
      YAML sees a key only when its colon is followed by a space or the end of the line; `lr:1e-3` \
      is one word.
      """,
      example: "train:\n  steps:100\n  batch: full"),
  ]
}
