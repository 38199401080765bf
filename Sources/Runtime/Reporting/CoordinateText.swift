import Reports
import Results

/// Places of a sweep as people read them; exact numbers stand in the bundle's tables.
enum CoordinateText {
  /// `share = 0.23379306656907808, seed = 3` as `share = 0.23379, seed = 3`: enough to find the point by.
  static func short(_ text: String) -> String {
    text.split(separator: ", ", omittingEmptySubsequences: false).map(shortCoordinate).joined(separator: ", ")
  }

  /// The same of names that tell things apart: as they are where two of them would become one.
  static func short(_ names: [String]) -> [String] {
    let shown = names.map { short($0) }
    return Set(shown).count == Set(names).count ? shown : names
  }

  private static func shortCoordinate(_ coordinate: Substring) -> String {
    guard let space = coordinate.lastIndex(of: " "), let value = NumberText.double(coordinate[coordinate.index(after: space)...]),
      value != value.rounded()
    else { return String(coordinate) }
    return coordinate[...space] + ReadableNumber.text(value, digits: 5)
  }
}
