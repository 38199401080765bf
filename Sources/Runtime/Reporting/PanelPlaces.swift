import ExperimentGraph

/// Where the panels of a plot stand: one row in several lines, several rows in a grid, a grid that is too wide in blocks.
struct PanelPlaces {
  private let rows: Int
  private let given: Int
  /// Columns of a block side by side; nil for one row, whose lines the chart chooses.
  let columns: Int?

  /// Panels beside one another that still show something: with axes of their own each needs room for labels.
  private static func most(sharesY: Bool) -> Int { sharesY ? 10 : 5 }

  init(_ data: PlotData, sharesY: Bool) {
    rows = max(1, data.rowTitles.count)
    given = max(1, data.columnTitles.count)
    let most = Self.most(sharesY: sharesY)
    let blocks = (given + most - 1) / most
    columns = rows > 1 ? (given + blocks - 1) / blocks : nil
  }

  private var perBlock: Int { columns ?? given }
  private var blocks: Int { (given + perBlock - 1) / perBlock }

  var count: Int { blocks * rows * perBlock }

  func place(_ panel: PlotData.Panel) -> Int {
    (panel.column / perBlock * rows + panel.row) * perBlock + panel.column % perBlock
  }

  /// Over the panel itself: in one row over each, in blocks over their first rows.
  func title(_ panel: PlotData.Panel, _ data: PlotData) -> String {
    columns == nil || (blocks > 1 && panel.row == 0) ? CoordinateText.short(data.columnTitles[panel.column]) : ""
  }

  func columnTitles(_ data: PlotData) -> [String] {
    columns != nil && blocks == 1 && data.columnTitles != [""] ? CoordinateText.short(data.columnTitles) : []
  }

  func rowTitles(_ data: PlotData) -> [String] {
    columns == nil ? [] : (0..<blocks).flatMap { _ in CoordinateText.short(data.rowTitles) }
  }
}
