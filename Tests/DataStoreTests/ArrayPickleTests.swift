import DataStore
import Testing

@Suite struct ArrayPickleTests {
  @Test func `arrays come out by type, shape and place`() throws {
    let pickle = PackedBytes.pickle(
      PackedBytes.array("f4", [2, 1], PackedBytes.bytes([0.5, 1] as [Float])),
      PackedBytes.array("i8", [2], PackedBytes.bytes([3, 4] as [Int64])))
    let arrays = try ArrayPickle(pickle, name: "t").arrays()
    #expect(arrays.map(\.type) == [.float32, .int64])
    #expect(arrays.map(\.shape) == [[2, 1], [2]])
    #expect(Array(pickle[arrays[0].range]) == PackedBytes.bytes([0.5, 1] as [Float]))
  }

  @Test(arguments: [
    ("cos\nsystem\n(U\u{2}lstR.", "it asks for `os.system`, which is not a part of an array"),
    ("cbuiltins\neval\n.", "it asks for `builtins.eval`, which is not a part of an array"),
    ("}.", "the instruction 0x7d (`}`) is not one that arrays need"),
    ("i", "the instruction 0x69 (`i`) is not one that arrays need"),
    ("N.", "it holds something that is not an array"),
    ("NN.", "it ends with 2 values"),
    ("t.", "a mark is missing"),
    ("NR", "it calls something that is not a name"),
    ("NNb", "it gives a state to something that is not an array"),
    ("h\u{1}", "it recalls what it never kept"),
    ("q\u{1}", "its stack is empty"),
    ("T\u{7F}\u{7F}\u{7F}\u{7F}x", "it is cut off"),
    ("cnumpy", "a name is not ended"),
    ("cnumpy\ndtype\n(U\u{2}O8K\u{0}K\u{1}tR.", "it makes something that is not an array of float32 or int64"),
  ])
  func `anything but arrays is refused by name`(_ text: String, _ problem: String) {
    let failure = #expect(throws: DataFailure.self) { _ = try ArrayPickle(Array(text.utf8), name: "t").arrays() }
    guard case .refusedPickle("t", _, problem) = failure else {
      Issue.record("\(String(describing: failure)) instead of: \(problem)")
      return
    }
  }

  @Test func `an array whose shape or order does not fit is refused`() {
    let short = PackedBytes.pickle(PackedBytes.array("f4", [3], PackedBytes.bytes([1] as [Float])))
    let swapped = PackedBytes.pickle(PackedBytes.array("f4", [1], [0, 0, 0, 0], order: ">"))
    for pickle in [short, swapped] {
      #expect(throws: DataFailure.self) { _ = try ArrayPickle(pickle, name: "t").arrays() }
    }
  }

  @Test func `every prefix and every changed byte is refused or read, never trapped on`() {
    let pickle = PackedBytes.pickle(PackedBytes.array("f4", [2], PackedBytes.bytes([0.5, 1] as [Float])))
    for length in 0..<pickle.count {
      #expect(throws: DataFailure.self) {
        _ = try ArrayPickle(Array(pickle.prefix(length)), name: "t").arrays()
      }
    }
    for place in pickle.indices {
      for value in [0, 1, 0x28, 0x52, 0x62, 0x74, 0x7F, 0x80, 0xFF] as [UInt8] {
        var changed = pickle
        changed[place] = value
        _ = try? ArrayPickle(changed, name: "t").arrays()
      }
    }
  }
}
