/// Names cut down to what tells them apart, so that a legend says "train" and "test" and the axis says "loss" once.
///
/// Names made of words ("gamma=1.5 seed=3 loss") lose the words all of them have; dotted names ("train.loss") lose
/// the first and last parts all of them share; names of settings ("gamma = 0.4, m = 40") lose the settings that all have, and say once what
/// the other numbers are of. Names stay whole when the cut would leave one empty or two alike.
package struct DistinctNames: Equatable {
  /// What all names share; empty for nothing.
  package let common: String
  /// One short name for each name, in order.
  package let distinct: [String]

  package init(_ names: [String]) {
    let cut = Self.cutSettings(names) ?? (names.contains { $0.contains(" ") } ? Self.cutWords(names) : Self.cutParts(names))
    let isUseful =
      names.count > 1 && !cut.distinct.contains("") && Set(cut.distinct).count == names.count
    common = isUseful ? cut.common : ""
    distinct = isUseful ? cut.distinct : names
  }

  /// Settings of the same quantities in the same order; nil for other names.
  private static func cutSettings(_ names: [String]) -> (common: String, distinct: [String])? {
    let settings = names.map { name in
      name.split(separator: ", ").map { $0.split(separator: " = ", maxSplits: 1).map(String.init) }
    }
    guard let first = settings.first, settings.allSatisfy({ $0.map(\.first) == first.map(\.first) && $0.allSatisfy { $0.count == 2 } })
    else { return nil }
    let shared = first.indices.filter { place in settings.allSatisfy { $0[place] == first[place] } }
    let others = first.indices.filter { !shared.contains($0) }
    let quantities = others.map { first[$0][0] }.joined(separator: ", ")
    let words = shared.map { first[$0].joined(separator: " = ") } + [quantities].filter { !$0.isEmpty }
    return (words.joined(separator: "; "), settings.map { one in others.map { one[$0][1] }.joined(separator: ", ") })
  }

  private static func cutWords(_ names: [String]) -> (common: String, distinct: [String]) {
    let words = names.map { $0.split(separator: " ") }
    let shared = words.first.map { first in
      first.filter { word in words.allSatisfy { $0.contains(word) } }
    }
    let distinct = words.map { list in
      list.indices.filter { index in
        // A bare number needs the word before it: "step 0" and "step 1580", not "0" and "1580".
        !(shared ?? []).contains(list[index])
          || (index + 1 < list.count && Double(list[index + 1]) != nil && !(shared ?? []).contains(list[index + 1]))
      }.map { list[$0] }.joined(separator: " ")
    }
    return (withoutComma((shared ?? []).joined(separator: " ")), distinct.map(withoutComma))
  }

  /// A text without a comma at its end, where what it stood before was cut off.
  private static func withoutComma(_ text: String) -> String { text.hasSuffix(",") ? String(text.dropLast()) : text }

  private static func cutParts(_ names: [String]) -> (common: String, distinct: [String]) {
    let parts = names.map { $0.split(separator: ".", omittingEmptySubsequences: false) }
    guard let first = parts.first else { return ("", names) }
    let shortest = parts.map(\.count).min() ?? 0
    var leading = 0
    while leading < shortest, parts.allSatisfy({ $0[leading] == first[leading] }) { leading += 1 }
    var trailing = 0
    while trailing < shortest - leading,
      parts.allSatisfy({ $0[$0.count - 1 - trailing] == first[first.count - 1 - trailing] })
    {
      trailing += 1
    }
    let shared = first.prefix(leading) + first.suffix(trailing)
    let distinct = parts.map { $0.dropFirst(leading).dropLast(trailing).joined(separator: ".") }
    return (shared.joined(separator: "."), distinct)
  }
}
