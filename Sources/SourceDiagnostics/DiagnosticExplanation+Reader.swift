extension DiagnosticExplanation {
  /// Mistakes of a file as a sequence of bytes. Their examples describe the bytes, which a text
  /// cannot show.
  static let reader: [DiagnosticExplanation] = [
    DiagnosticExplanation(
      .invalidUTF8, "the file holds bytes that are not UTF-8",
      """
      A spec is a UTF-8 text. Such a byte usually comes from an editor that saved the file in \
      Latin-1, Windows-1252 or GBK. Save it as UTF-8.
      """,
      example: #"title: caf<0xE9>      # é as Latin-1 writes it"#),
    DiagnosticExplanation(
      .controlCharacter, "the file holds a character that may not stand in a text",
      """
      Control characters, and the characters that end a line for YAML but not for an editor \
      (U+0085, U+2028, U+2029), are invisible and change what is read. They usually come from \
      copying out of a document or a terminal. Delete them; in a text in double quotes they can be \
      written as escapes.
      """,
      example: #"title: condensation<U+0007>"#),
    DiagnosticExplanation(
      .notUTF8, "the file is written in UTF-16 or UTF-32",
      """
      A spec is a UTF-8 text. Save the file as UTF-8; with or without a byte-order mark is the \
      same.
      """,
      example: #"<0xFF 0xFE>c<0x00>o<0x00>n<0x00>…"#),
    DiagnosticExplanation(
      .fileTooLarge, "the file is larger than 1 MiB",
      """
      A spec is written by people and is small. Numbers in such amounts belong in a data file, \
      named under `data`.
      """,
      example: "data: {train: {points: {x: [0.1, 0.2, …a million numbers…]}}}"),
  ]
}
