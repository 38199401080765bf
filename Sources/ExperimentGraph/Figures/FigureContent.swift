import SourceDiagnostics

/// What figures draw from: what the points recorded, and arrays and data read when they are asked for.
package struct FigureSource {
  package let records: SweepRecords
  /// An array of a probe at a point; nil where it was not recorded.
  package let array: (_ point: Int, _ probe: String, _ array: String) -> RecordedArray?
  /// Inputs and targets of a dataset of a point, sample after sample; nil if it cannot be read.
  package let data: (_ point: Int, _ dataset: String) -> (inputs: [Double], targets: [Double])?

  package init(
    records: SweepRecords, array: @escaping (Int, String, String) -> RecordedArray?,
    data: @escaping (Int, String) -> (inputs: [Double], targets: [Double])?
  ) {
    self.records = records
    self.array = array
    self.data = data
  }
}

/// A figure that the spec asks for.
package struct FigureContent: Sendable {
  package let name: String
  package let title: String
  package let draw: @Sendable (FigureSource) -> FigureData
  package let origin: SourceRange

  package init(
    name: String, title: String, origin: SourceRange, draw: @escaping @Sendable (FigureSource) -> FigureData
  ) {
    self.name = name
    self.title = title
    self.draw = draw
    self.origin = origin
  }
}
