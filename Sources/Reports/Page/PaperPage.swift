/// Many experiments on one page: a table of all first, then a section for each with its figures and claims.
///
/// One HTML file that needs nothing else, with the promises of `ReportPage`: all text is escaped, nothing runs, equal
/// pages have equal bytes. Figures have an equal share of `figureByteLimit`; those beyond it are named in a note.
package struct PaperPage: Sendable {
  /// Most bytes of all figures together.
  package static let figureByteLimit = 16_000_000

  package let title: String
  /// Paragraphs under the title; may be empty.
  package let introduction: [String]
  package let experiments: [PaperExperiment]

  package init(title: String, introduction: [String] = [], experiments: [PaperExperiment]) {
    self.title = title
    self.introduction = introduction
    self.experiments = experiments
  }

  /// Seconds of all experiments whose time is known.
  package var totalSeconds: Double { experiments.compactMap(\.seconds).reduce(0, +) }
}
