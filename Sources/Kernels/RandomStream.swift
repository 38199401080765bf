import KernelsBase

/// The random numbers of one named consumer: what it draws depends on the seed, its name and the index
/// of the draw, and on nothing else in the experiment.
///
/// Part of the numerics contract (version 1); changing a line of this list changes results:
/// - key = mix(mix(seed) xor fnv1a(name)), where fnv1a is the 64-bit FNV-1a hash of the name's UTF-8
///   bytes and mix(x) is the output function of SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014)
///   of the state x + 0x9e3779b97f4a7c15;
/// - the counter's low half is the number of a block, its high half the substream;
/// - word i is the first (i even) or second word of block i / 2;
/// - uniform(at: i) is the upper 53 bits of word i times 2⁻⁵³;
/// - normal(at: i) takes u and v from the two words of block i / 2 and is √(−2 log(1 − u)) times cos
///   2πv (i even) or sin 2πv (i odd), in double with the functions of this package;
/// - integer(below: n, at: i) takes the words of block i in turn, w·n = 128 bits, and gives the high
///   half of the first product whose low half is not below 2⁶⁴ mod n (D. Lemire, "Fast random integer
///   generation in an interval", 2019); after two refusals the same block of the key +
///   0x9e3779b97f4a7c15, and so on;
/// - a permutation is Fisher–Yates from the last place k down to 1: place k is exchanged with
///   integer(below: k + 1, at: k).
///
/// All of these read the same words: give each purpose a stream of its own name, or a substream.
package struct RandomStream: Sendable, Hashable {
  /// The Philox key.
  package let key: UInt64
  /// The upper half of the counter.
  package let substream: UInt64

  /// The stream of a consumer, e.g. `init.hidden.weight`.
  package init(seed: UInt64, name: String) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    self.init(key: Self.mix(Self.mix(seed) ^ hash), substream: 0)
  }

  private init(key: UInt64, substream: UInt64) {
    self.key = key
    self.substream = substream
  }

  private static func mix(_ x: UInt64) -> UInt64 {
    var z = x &+ 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// Stream number `index` of this name, e.g. that of one epoch. A stream is its own substream 0.
  package func substream(_ index: UInt64) -> RandomStream { RandomStream(key: key, substream: index) }

  /// 64 random bits.
  package func word(at index: UInt64) -> UInt64 {
    let block = block(index / 2, key: key)
    return index % 2 == 0 ? block.first : block.second
  }

  /// A multiple of 2⁻⁵³ in [0, 1).
  package func uniform(at index: UInt64) -> Double { Double(word(at: index) >> 11) * 0x1p-53 }

  /// A standard normal number; at most 8.58 in size.
  package func normal(at index: UInt64) -> Double {
    var value = 0.0
    KernelsBase.fillRandom(1, key, substream, index, 1, 0, &value, 1)
    return value
  }

  /// An integer in 0 ..< bound, every one equally likely.
  package func integer(below bound: Int, at index: UInt64) -> Int {
    precondition(bound > 0, "there is no integer below \(bound) to draw")
    let n = UInt64(bound)
    let refused = (0 &- n) % n  // 2⁶⁴ mod n
    var key = key
    while true {
      let block = block(index, key: key)
      for word in [block.first, block.second] {
        let product = word.multipliedFullWidth(by: n)
        if product.low >= refused { return Int(product.high) }
      }
      key &+= 0x9e37_79b9_7f4a_7c15
    }
  }

  /// 0 ..< count in random order.
  package func permutation(count: Int) -> [Int] {
    var order = Array(0..<count)
    order.withUnsafeMutableBufferPointer { shuffle($0) }
    return order
  }

  /// Exchanges the elements at random, every order equally likely.
  package func shuffle<T>(_ elements: UnsafeMutableBufferPointer<T>) {
    guard elements.count > 1 else { return }
    for k in (1..<elements.count).reversed() { elements.swapAt(k, integer(below: k + 1, at: UInt64(k))) }
  }

  private func block(_ number: UInt64, key: UInt64) -> Philox.Block {
    Philox.block(Philox.Block(first: number, second: substream), key: key)
  }
}
