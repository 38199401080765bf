/// Names cut down to what tells them apart, so that a legend says "train" and "test" and the axis says "loss" once.
///
/// Names made of words ("gamma=1.5 seed=3 loss") lose the words all of them have; dotted names ("train.loss") lose
/// the first and last parts all of them share. Names stay whole when the cut would leave one empty or two alike.
package struct DistinctNames: Equatable {
  /// What all names share; empty for nothing.
  package let common: String
  /// One short name for each name, in order.
  package let distinct: [String]

  package init(_ names: [String]) {
    let cut = names.contains { $0.contains(" ") } ? Self.cutWords(names) : Self.cutParts(names)
    let isUseful =
      names.count > 1 && !cut.distinct.contains("") && Set(cut.distinct).count == names.count
    common = isUseful ? cut.common : ""
    distinct = isUseful ? cut.distinct : names
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
    return ((shared ?? []).joined(separator: " "), distinct)
  }

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
