/// JSON files: claims by name, anything else leaf by leaf.
enum JSONComparison {
  /// Numbers by tolerance, texts by equality, under paths like `slopes[2].value`.
  static func compare(
    _ a: CanonicalJSON, _ b: CanonicalJSON, file: String, tolerance: (String) -> Tolerance,
    into found: inout FileComparison
  ) {
    let left = leaves(a)
    let right = leaves(b)
    let inRight = Dictionary(right.map { ($0.path, $0.value) }, uniquingKeysWith: { first, _ in first })
    let inLeft = Set(left.map(\.path))
    for leaf in left {
      guard let other = inRight[leaf.path] else {
        found.addOneSided("`\(leaf.path)` of \(file)", isInA: true)
        continue
      }
      compareLeaf(leaf.value, other, file, leaf.path, tolerance(leaf.path), &found)
    }
    for leaf in right where !inLeft.contains(leaf.path) {
      found.addOneSided("`\(leaf.path)` of \(file)", isInA: false)
    }
  }

  /// Verdicts by name, margins as numbers. The text of a claim is a part of the spec, compared there.
  static func compareClaims(
    _ a: CanonicalJSON, _ b: CanonicalJSON, file: String, tolerance: (String) -> Tolerance,
    into found: inout FileComparison
  ) -> (flipped: [ClaimDifference], common: Int) {
    let left = a.elements ?? []
    let right = b.elements ?? []
    var flipped: [ClaimDifference] = []
    var common = 0
    for claim in left {
      let name = claim["name"]?.text ?? ""
      guard let other = right.first(where: { $0["name"] == claim["name"] }) else {
        found.addOneSided("claim `\(name)`", isInA: true)
        continue
      }
      common += 1
      let verdicts = (claim["verdict"]?.text, other["verdict"]?.text)
      if verdicts.0 != verdicts.1 {
        flipped.append(ClaimDifference(name: name, a: word(claim), b: word(other)))
        found.agreement.combine(.none)
      }
      compareLeaf(
        claim["margin"] ?? .null, other["margin"] ?? .null, file, name + ".margin", tolerance(name), &found)
    }
    for claim in right where !left.contains(where: { $0["name"] == claim["name"] }) {
      found.addOneSided("claim `\(claim["name"]?.text ?? "")`", isInA: false)
    }
    if common > 0 { found.agreement.combine(Agreement(sameClaims: flipped.isEmpty)) }
    return (flipped, common)
  }

  /// The verdict of a claim in words: one that fails and is said not to be reproduced has not failed its spec.
  private static func word(_ claim: CanonicalJSON) -> String? {
    let verdict = claim["verdict"]?.text
    return verdict == "fail" && claim["not_reproduced"]?.text != nil ? "not reproduced" : verdict
  }

  /// Every value that holds no others, in the order of the text.
  static func leaves(_ json: CanonicalJSON) -> [(path: String, value: CanonicalJSON)] {
    var found: [(path: String, value: CanonicalJSON)] = []
    collect(json, "", &found)
    return found
  }

  private static func collect(
    _ json: CanonicalJSON, _ path: String, _ found: inout [(path: String, value: CanonicalJSON)]
  ) {
    switch json {
    case .array(let elements) where !elements.isEmpty:
      for (index, element) in elements.enumerated() { collect(element, path + "[\(index)]", &found) }
    case .members(let members) where !members.isEmpty:
      for member in members {
        collect(member.value, path.isEmpty ? member.key : path + "." + member.key, &found)
      }
    default: found.append((path, json))
    }
  }

  private static func compareLeaf(
    _ a: CanonicalJSON, _ b: CanonicalJSON, _ file: String, _ path: String, _ tolerance: Tolerance,
    _ found: inout FileComparison
  ) {
    if let x = a.double, let y = b.double {
      var numbers = NumberComparison(.double, tolerance)
      if let x = a.int, let y = b.int { numbers.add(Int64(x), Int64(y)) } else { numbers.add(x, y) }
      found.add(numbers, file, path) { _ in "value" }
    } else if a.compactText != b.compactText {
      found.addUnlike(file, path, a.compactText, b.compactText, place: "value")
    }
  }
}
