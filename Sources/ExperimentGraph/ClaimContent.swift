import SourceDiagnostics

/// A quantity recorded at several steps.
package struct Series: Sendable, Equatable {
  /// `train.loss`, `kernels.mean_abs`.
  package let name: String
  /// Ascending.
  package let steps: [Int]
  /// One value per step; may be infinite or not a number.
  package let values: [Double]

  package init(name: String, steps: [Int], values: [Double]) {
    precondition(steps.count == values.count, "a series has one value per step")
    self.name = name
    self.steps = steps
    self.values = values
  }
}

/// A stage that has ended.
package struct StageEnd: Sendable, Hashable {
  package let name: String
  /// Its last step, counted from the start of the run.
  package let step: Int

  package init(name: String, step: Int) {
    self.name = name
    self.step = step
  }
}

/// Everything a finished run recorded, as claims read it.
package struct RecordedSeries: Sendable {
  package let series: [Series]
  /// Lists that claims read, by the names they read them by.
  package let lists: [(name: String, array: RecordedArray)]
  package let stepsPerEpoch: Int
  /// The stages of the experiment, where it has several.
  package let stageEnds: [StageEnd]

  package init(
    series: [Series], lists: [(name: String, array: RecordedArray)] = [], stepsPerEpoch: Int, stageEnds: [StageEnd] = []
  ) {
    self.series = series
    self.lists = lists
    self.stepsPerEpoch = stepsPerEpoch
    self.stageEnds = stageEnds
  }

  /// The series called `name`. Complexity: O(number of series).
  package subscript(name: String) -> Series? { series.first { $0.name == name } }

  /// The list called `name`. Complexity: O(number of lists).
  package func list(_ name: String) -> RecordedArray? { lists.first { $0.name == name }?.array }
}

/// What came out of checking a claim.
package struct ClaimOutcome: Sendable, Equatable {
  /// Whether it holds; undecided where what it reads was not recorded.
  package enum Verdict: String, Sendable { case pass, fail, undecided }

  /// A part of the claim and what it was.
  package struct Evidence: Sendable, Equatable {
    /// A number, or the numbers of a list.
    package enum Value: Sendable, Equatable {
      case number(Double)
      case list([Double])
    }

    package let text: String
    package let value: Value

    package init(text: String, value: Value) {
      self.text = text
      self.value = value
    }
  }

  package let verdict: Verdict
  /// How far the comparison is from changing its verdict, in its own unit: positive when it holds. Nil when undecided.
  package let margin: Double?
  package let evidence: [Evidence]

  package init(verdict: Verdict, margin: Double?, evidence: [Evidence]) {
    self.verdict = verdict
    self.margin = margin
    self.evidence = evidence
  }
}

/// A claim: what the experiment says must hold of what it recorded.
package struct ClaimContent: Sendable {
  package let statement: ClaimStatement
  /// Names of the metrics and probes it reads, in order of appearance.
  package let reads: [String]
  package let evaluate: @Sendable (RecordedSeries) -> ClaimOutcome
  package let origin: SourceRange

  package init(
    _ statement: ClaimStatement, reads: [String], origin: SourceRange, evaluate: @escaping @Sendable (RecordedSeries) -> ClaimOutcome
  ) {
    self.statement = statement
    self.reads = reads
    self.evaluate = evaluate
    self.origin = origin
  }
}
