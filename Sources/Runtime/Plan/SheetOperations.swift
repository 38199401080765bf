import CPUFeatures
import TensorGraph

/// The operations of a sheet before they have registers. What several give in one pass is put together as they come,
/// each rounded as by itself.
struct SheetOperations {
  /// What an operation reads.
  enum Source: Hashable {
    case input(Int)
    case result(Value)
    case constant(Double)
  }

  /// One operation and the value it makes.
  struct Item {
    var micro: cs_micro
    var a: Source
    var b: Source?
    var c: Source?
    var detail: Int32 = 0
    let value: Value

    /// What it reads, in the order of operands.
    var sources: [Source] { [a, b, c].compactMap { $0 } }
  }

  private(set) var items: [Item] = []
  /// How often each value is read, by operations, sums and stores.
  private let uses: [Value: Int]
  /// Whether an input varies with the rows alone.
  private let isRow: (Source) -> Bool
  /// What stands for a value that is a copy.
  private var copies: [Value: Source] = [:]

  init(uses: [Value: Int], isRow: @escaping (Source) -> Bool) {
    self.uses = uses
    self.isRow = isRow
  }

  /// What reading a value reads.
  func source(_ value: Value) -> Source { copies[value] ?? .result(value) }

  /// Adds the chain of products of so many inputs from `rows` and `columns` on.
  mutating func addAffine(_ value: Value, rows: Int, columns: Int, count: Int) {
    items.append(Item(micro: .affine, a: .input(rows), b: .input(columns), c: nil, detail: Int32(count), value: value))
  }

  /// Adds an operation, together with those it swallows.
  mutating func add(_ micro: cs_micro, _ sources: [Source], _ value: Value) {
    var item = Item(
      micro: micro, a: sources[0], b: sources.count > 1 ? sources[1] : nil, c: nil, value: value)
    switch micro {
    case .copy where isStandIn(sources[0]):
      copies[value] = sources[0]
      return
    case .add: item = sum(item)
    case .sub: item = difference(item)
    case .mul: item = product(item)
    case .relu, .tanh: item = ending(item)
    default: break
    }
    if item.micro == .mul, let b = item.b, isRow(b), !isRow(item.a) { (item.a, item.b) = (b, item.a) }
    items.append(item)
  }

  /// Whether a copy of it needs no register of its own.
  private func isStandIn(_ source: Source) -> Bool { if case .result = source { true } else { false } }

  /// The operation that makes a source, if nothing else reads it.
  private func only(_ source: Source?) -> Item? {
    guard case .result(let value)? = source, uses[value] == 1 else { return nil }
    return items.first { $0.value == value }
  }

  private mutating func remove(_ item: Item) { items.removeAll { $0.value == item.value } }

  private func constants(_ sources: [Source?]) -> Int {
    sources.reduce(0) { if case .constant? = $1 { $0 + 1 } else { $0 } }
  }

  /// x + y, where x may be a product or a chain of products.
  private mutating func sum(_ item: Item) -> Item {
    for (first, second) in [(item.a, item.b), (item.b, item.a)] {
      guard let inner = only(first), let second, constants([inner.a, inner.b, second]) <= 1 else { continue }
      if inner.micro == .mul {
        remove(inner)
        return Item(micro: .multiplyAdd, a: inner.a, b: inner.b, c: second, value: item.value)
      }
      if inner.micro == .affine, inner.c == nil, inner.detail < 256 {
        remove(inner)
        return Item(micro: .affine, a: inner.a, b: inner.b, c: second, detail: inner.detail, value: item.value)
      }
    }
    return item
  }

  /// x − y, where y may be a product.
  private mutating func difference(_ item: Item) -> Item {
    guard let inner = only(item.b), inner.micro == .mul, constants([inner.a, inner.b, item.a]) <= 1 else { return item }
    remove(inner)
    return Item(micro: .subtractProduct, a: inner.a, b: inner.b, c: item.a, value: item.value)
  }

  /// x·y, where x may be a product and y a gate or a slope.
  private mutating func product(_ item: Item) -> Item {
    for (first, second) in [(item.a, item.b), (item.b, item.a)] {
      guard let inner = only(first), inner.micro == .mul, let second, constants([inner.a, inner.b]) == 0
      else { continue }
      let triple = Item(micro: .tripleProduct, a: inner.a, b: inner.b, c: second, value: item.value)
      guard let gate = only(second) else {
        remove(inner)
        return triple
      }
      var whole = triple
      if gate.micro == .step {
        whole = Item(micro: .stepProduct, a: inner.a, b: inner.b, c: gate.a, value: item.value)
      } else if gate.micro == .subtractProduct, gate.c == .constant(1), gate.a == gate.b {
        whole = Item(micro: .squareProduct, a: inner.a, b: inner.b, c: gate.a, value: item.value)
      }
      remove(inner)
      if whole.micro != .tripleProduct { remove(gate) }
      return whole
    }
    return item
  }

  /// relu or tanh, which may end a sum.
  private mutating func ending(_ item: Item) -> Item {
    guard let inner = only(item.a), inner.micro == .affine || inner.micro == .multiplyAdd, inner.detail < 256
    else { return item }
    remove(inner)
    return Item(
      micro: inner.micro, a: inner.a, b: inner.b, c: inner.c, detail: inner.detail | item.micro.rawValue << 8,
      value: item.value)
  }
}
