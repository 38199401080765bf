import Grammar

/// The task of two anchors in words of numbers: a key x is followed by two anchor tokens, and the answer is x plus what each of them adds.
/// Source: Zhang et al., arXiv:2405.05409, section 3 (with the constants of its code as defaults).
///
/// Anchors are the tokens 1, 2, …, one for each shift. The order of two anchors changes nothing but where an exception says so.
struct AnchorTask: Sendable {
  /// The tokens of keys and of the noise around them.
  let items: ClosedRange<Int>
  /// What anchor 1, 2, … adds to the key.
  let shifts: [Int]
  /// Tokens of a sequence.
  let length: Int
  /// Pairs of anchors whose answer is not the sum.
  let exceptions: [AnchorException]
  /// Pairs that are in no data set that does not name its pairs.
  let heldOut: [AnchorPair]
  /// Number of classes of the answer; the tokens are below it.
  let vocabulary: Int

  /// What holds where a dataset says nothing: the constants of the published code, without its exceptions.
  static let published = AnchorTask(
    items: 20...99, shifts: [5, 1, -2, -8], length: 9, exceptions: [], heldOut: [], vocabulary: 201)

  /// Every pair of anchors, the first anchor changing slowest.
  var allPairs: [AnchorPair] {
    (1...shifts.count).flatMap { first in (1...shifts.count).map { AnchorPair(first: first, second: $0) } }
  }

  /// What a pair adds to the key.
  func shift(of pair: AnchorPair) -> Int {
    exceptions.first { $0.pair == pair }?.shift ?? shifts[pair.first - 1] + shifts[pair.second - 1]
  }

  /// Every place from 0 and key that may stand there, encoded as place · number of items + key − first item.
  func placedKeys(_ split: KeySplit?) -> [Int32] {
    let all = 0..<Int32((length - 2) * items.count)
    guard let split else { return Array(all) }
    return all.filter { code in
      let (place, key) = placedKey(code)
      return split.holds(key: key, place: place)
    }
  }

  /// The place and the key of an element of `placedKeys`.
  func placedKey(_ code: Int32) -> (place: Int, key: Int) {
    let (place, number) = Int(code).quotientAndRemainder(dividingBy: items.count)
    return (place, items.lowerBound + number)
  }
}

/// Two anchors in the order in which they stand.
struct AnchorPair: Hashable, Sendable {
  let first: Int
  let second: Int
}

/// A pair with an answer of its own.
struct AnchorException: Sendable {
  let pair: AnchorPair
  let shift: Int

  static let record = Record<AnchorException>(
    "anchor_exception", "A pair of anchors whose answer is not the sum of what they add.",
    .required("pair", .anchorPair, "The two anchors, counted from 1, in the order in which they stand."),
    .required("shift", .integer(-65_536...65_536), "What the pair adds to the key instead.")
  ) { AnchorException(pair: $0, shift: $1) }
}

/// Which keys may stand at which place, so that training and test share no key at a place.
struct KeySplit: Sendable {
  /// Which side of the split.
  enum Part: String, CaseIterable, Sendable { case train, test }

  let modulus: Int
  let part: Part

  /// Source: the code of arXiv:2405.05409; its text states another condition.
  func holds(key: Int, place: Int) -> Bool { (key % modulus == place) == (part == .test) }

  static let record = Record<KeySplit>(
    "key_split", "Which keys may stand at which place: those with key mod modulus = place (from 0) are for the test.",
    .required("modulus", .integer(1...100_000), "The modulus; the published one is the length of a sequence."),
    .required("part", .choice(Part.self), "Which side: `train` or `test`.")
  ) { KeySplit(modulus: $0, part: $1) }
}

extension ValueType where Value == AnchorPair {
  /// Two anchors in brackets.
  static var anchorPair: Self {
    ValueType<[Int]>.list(of: .integer(1...100_000), count: 2...2).map { AnchorPair(first: $0[0], second: $0[1]) }
  }
}
