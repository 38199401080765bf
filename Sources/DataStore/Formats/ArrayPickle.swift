import Results

/// Reads a Python pickle that holds nothing but NumPy arrays in tuples, and can build nothing else.
///
/// A pickle is a program for a small stack machine. This one knows the nineteen instructions and three
/// names that such a file needs; any other instruction or name ends the reading with its name. Nothing
/// is ever called: the three names stand for themselves. Source: PEP 307 and the module `pickletools`.
package struct ArrayPickle {
  /// The two element types that are read, both little-endian.
  package enum ElementType: Sendable, Equatable {
    case float32, int64

    var width: Int { self == .float32 ? 4 : 8 }
  }

  /// An array by the place of its elements in the pickle: row-major, little-endian.
  package struct Array: Sendable, Equatable {
    package let type: ElementType
    package let shape: [Int]
    /// The bytes of the pickle that hold the elements.
    package let range: Range<Int>

    /// The product of the sizes.
    package var count: Int { range.count / type.width }
  }

  private enum Name: String {
    case reconstruct = "numpy.core.multiarray _reconstruct"
    case array = "numpy ndarray"
    case type = "numpy dtype"
  }

  private indirect enum Value {
    case none
    case no
    case integer(Int)
    case bytes(Range<Int>)
    case name(Name)
    case tuple([Value])
    /// Objects are built in two steps and shared, so values refer to them by number.
    case object(Int)
  }

  private enum Object {
    case bareArray
    case array(Array)
    /// Not usable before its byte order is known.
    case bareType(ElementType)
    case type(ElementType)
  }

  private let bytes: [UInt8]
  private let name: String
  private var position = 0
  private var stack: [Value] = []
  private var marks: [Int] = []
  private var memo: [Int: Value] = [:]
  private var objects: [Object] = []

  /// `name` stands in the failures.
  package init(_ bytes: [UInt8], name: String) {
    self.bytes = bytes
    self.name = name
  }

  /// The arrays in the order of the tuples that hold them. Throws `refusedPickle`.
  package consuming func arrays() throws(DataFailure) -> [Array] {
    while true {
      let start = position
      let instruction = try byte()
      if instruction == UInt8(ascii: ".") {
        guard stack.count == 1 else { throw refused("it ends with \(stack.count) values", at: start) }
        return try collect(stack[0], at: start)
      }
      try run(instruction, at: start)
      guard stack.count <= 10_000, objects.count <= 1_000 else {
        throw refused("it builds too many values", at: start)
      }
    }
  }

  private func collect(_ value: Value, at offset: Int) throws(DataFailure) -> [Array] {
    switch value {
    case .tuple(let values):
      var found: [Array] = []
      for value in values { found += try collect(value, at: offset) }
      return found
    case .object(let number):
      if case .array(let array) = objects[number] { return [array] }
      throw refused("it holds an unfinished array or a type", at: offset)
    default: throw refused("it holds something that is not an array", at: offset)
    }
  }

  private mutating func run(_ instruction: UInt8, at start: Int) throws(DataFailure) {
    switch instruction {
    case 0x80:  // PROTO
      let version = try byte()
      guard version <= 3 else { throw refused("it has protocol \(version)", at: start) }
    case UInt8(ascii: "("): marks.append(stack.count)  // MARK
    case UInt8(ascii: "N"): stack.append(.none)  // NONE
    case 0x89: stack.append(.no)  // NEWFALSE
    case UInt8(ascii: "K"): stack.append(.integer(Int(try byte())))  // BININT1
    case UInt8(ascii: "M"): stack.append(.integer(try number(2)))  // BININT2
    case UInt8(ascii: "J"):  // BININT
      stack.append(.integer(Int(Int32(truncatingIfNeeded: try number(4)))))
    case UInt8(ascii: "U"): stack.append(.bytes(try range(Int(try byte()))))  // SHORT_BINSTRING
    case UInt8(ascii: "T"): stack.append(.bytes(try range(try number(4))))  // BINSTRING
    case 0x85...0x87: try tuple(Int(instruction) - 0x84, at: start)  // TUPLE1, TUPLE2, TUPLE3
    case UInt8(ascii: "t"):  // TUPLE
      guard let mark = marks.popLast(), mark <= stack.count else { throw refused("a mark is missing", at: start) }
      try tuple(stack.count - mark, at: start)
    case UInt8(ascii: "q"):  // BINPUT
      guard let top = stack.last else { throw refused("its stack is empty", at: start) }
      memo[Int(try byte())] = top
    case UInt8(ascii: "h"):  // BINGET
      guard let value = memo[Int(try byte())] else { throw refused("it recalls what it never kept", at: start) }
      stack.append(value)
    case UInt8(ascii: "c"): try recall(at: start)  // GLOBAL
    case UInt8(ascii: "R"): try reduce(at: start)  // REDUCE
    case UInt8(ascii: "b"): try build(at: start)  // BUILD
    default:
      let hex = String(instruction, radix: 16)
      let character = (33...126).contains(instruction) ? " (`\(Character(Unicode.Scalar(instruction)))`)" : ""
      throw refused("the instruction 0x\(hex)\(character) is not one that arrays need", at: start)
    }
  }

  private mutating func tuple(_ count: Int, at start: Int) throws(DataFailure) {
    guard stack.count >= count else { throw refused("its stack is empty", at: start) }
    let values = Swift.Array(stack.suffix(count))
    stack.removeLast(count)
    stack.append(.tuple(values))
  }

  private mutating func recall(at start: Int) throws(DataFailure) {
    let full = try line(at: start) + " " + line(at: start)
    guard let name = Name(rawValue: full) else {
      let dotted = full.split(separator: " ").joined(separator: ".")
      throw refused("it asks for `\(dotted)`, which is not a part of an array", at: start)
    }
    stack.append(.name(name))
  }

  /// `_reconstruct(ndarray, (0,), 'b')` makes an array to be filled, `dtype('f4', 0, 1)` an element type.
  private mutating func reduce(at start: Int) throws(DataFailure) {
    guard case .tuple(let arguments)? = stack.popLast(), case .name(let callee)? = stack.popLast(),
      arguments.count == 3
    else { throw refused("it calls something that is not a name", at: start) }
    switch (callee, arguments[0]) {
    case (.reconstruct, .name(.array)): objects.append(.bareArray)
    case (.type, .bytes(let range)) where bytes[range].elementsEqual("f4".utf8): objects.append(.bareType(.float32))
    case (.type, .bytes(let range)) where bytes[range].elementsEqual("i8".utf8): objects.append(.bareType(.int64))
    default: throw refused("it makes something that is not an array of float32 or int64", at: start)
    }
    stack.append(.object(objects.count - 1))
  }

  /// Gives an object its state: a type its byte order, an array its shape, type and elements.
  private mutating func build(at start: Int) throws(DataFailure) {
    guard case .tuple(let state)? = stack.popLast(), case .object(let target)? = stack.last else {
      throw refused("it gives a state to something that is not an array", at: start)
    }
    switch objects[target] {
    case .bareType(let type):
      guard state.count == 8, case .integer(3) = state[0], case .bytes(let order) = state[1],
        bytes[order].elementsEqual("<".utf8), case .none = state[2], case .none = state[3], case .none = state[4]
      else { throw refused("an element type is not a plain little-endian one", at: start) }
      objects[target] = .type(type)
    case .bareArray:
      guard state.count == 5, case .integer(1) = state[0], case .tuple(let sizes) = state[1],
        case .object(let number) = state[2], case .type(let type) = objects[number], case .no = state[3],
        case .bytes(let range) = state[4]
      else { throw refused("the state of an array is not that of plain numbers", at: start) }
      let shape = sizes.compactMap { size -> Int? in
        if case .integer(let size) = size { return size }
        return nil
      }
      guard shape.count == sizes.count, let count = NumericArray.count(of: shape),
        count <= bytes.count, count * type.width == range.count
      else { throw refused("the shape \(shape) does not fit \(range.count) bytes", at: start) }
      objects[target] = .array(Array(type: type, shape: shape, range: range))
    case .array, .type: throw refused("an object gets a second state", at: start)
    }
  }

  private mutating func byte() throws(DataFailure) -> UInt8 {
    bytes[try range(1).lowerBound]
  }

  private mutating func number(_ width: Int) throws(DataFailure) -> Int {
    bytes[try range(width)].reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  private mutating func range(_ count: Int) throws(DataFailure) -> Range<Int> {
    guard count <= bytes.count - position else { throw refused("it is cut off", at: position) }
    defer { position += count }
    return position..<(position + count)
  }

  private mutating func line(at start: Int) throws(DataFailure) -> String {
    guard let end = bytes[position...].prefix(200).firstIndex(of: 0x0A) else {
      throw refused("a name is not ended", at: start)
    }
    defer { position = end + 1 }
    return String(decoding: bytes[position..<end], as: UTF8.self)
  }

  private func refused(_ problem: String, at offset: Int) -> DataFailure {
    .refusedPickle(path: name, offset: offset, problem: problem)
  }
}
