import SourceDiagnostics

/// One reading of a text, from its first event to its last or to the first syntax error.
struct Reading {
  /// What made libyaml read something else than was meant, or give up.
  let mistakes: [Mistake]
  /// Mistakes that leave the rest of the text readable as it is.
  let diagnostics: [Diagnostic]
  /// What must be left out to read on, when libyaml gave up and nothing that came before explains it.
  let brokenSection: Range<Int>?
  /// Nil when there is nothing in it or it is not what was meant.
  let tree: Node?

  /// - Parameters:
  ///   - lower: where the YAML begins in the file.
  ///   - mending: changes with which the text is read.
  ///   - tabsAreMended: whether tabs were reported and are among those changes.
  ///   - isWholeFile: whether this is a spec and not a value given on the command line.
  init(
    _ file: FileID, _ bytes: [UInt8], from lower: Int, mending: [Edit], tabsAreMended: Bool, isWholeFile: Bool
  ) {
    var builder = TreeBuilder(file, bytes, tabsAreMended: tabsAreMended)
    var problem: SyntaxProblem?
    var events = EventStream(MendedText(bytes, from: lower, edits: mending))
    do throws(SyntaxProblem) {
      while !builder.isFinished {
        builder.take(try events.next())
      }
    } catch {
      problem = error
    }
    var mistakes = builder.accidents
    if mistakes.isEmpty, let problem {
      mistakes = [SyntaxJudgement(file, bytes, problem, lastPlain: builder.lastPlain).mistake()]
    }
    // A text without any key may be one key without its space; a value of the command line may not.
    if mistakes.isEmpty, isWholeFile, let root = builder.root, root.scalar?.isPlain == true,
      let missing = MissingSpace(bytes, at: root.range)
    {
      mistakes = [missing.mistake(file)]
    }
    let root = builder.root.flatMap { $0.scalar?.isEmptyPlain == true ? nil : $0 }
    tree = mistakes.isEmpty && !builder.isUnusable ? root : nil
    if mistakes.isEmpty, !builder.isUnusable, root == nil, builder.diagnostics.isEmpty {
      builder.reportEmpty(at: lower)
    }
    self.mistakes = mistakes
    brokenSection =
      builder.accidents.isEmpty
      ? problem.flatMap { Section.broken(by: $0, openFlow: builder.openFlow, in: bytes, from: lower) } : nil
    diagnostics = builder.diagnostics
  }
}
