import CPUFeatures
import TensorGraph

/// The operations of a sheet or an update on registers: inputs first, then results, one of which is given again when
/// nothing reads it any more.
struct SheetRegisters {
  private(set) var operations: [cs_operation] = []
  private(set) var count: Int
  /// The register of each result.
  private(set) var places: [Value: Int] = [:]

  /// - Parameters:
  ///   - staying: values that must stand until the last operation has run.
  ///   - inputs: how many registers are inputs.
  ///   - whole: the input that holds a value of something else, where one does.
  init(_ body: SheetOperations, staying: [Value], inputs: Int, whole: (Value) -> Int?) {
    var last: [Value: Int] = [:]
    for (index, item) in body.items.enumerated() {
      for case .result(let value) in item.sources { last[value] = index }
    }
    for value in staying {
      if case .result(let result) = body.source(value) { last[result] = Int.max }
    }
    var free: [Int] = []
    count = inputs
    for (index, item) in body.items.enumerated() {
      var operation = cs_operation()
      operation.micro = item.micro
      operation.detail = item.detail
      operation.a = number(item.a, &operation, whole)
      operation.b = item.b.map { number($0, &operation, whole) } ?? 0
      operation.c = item.c.map { number($0, &operation, whole) } ?? (item.micro == .affine ? CS_NONE : 0)
      // An operand that ends here may lie where the result goes: passes read each vector before they write it.
      for case .result(let value) in item.sources where last[value] == index {
        if let place = places[value], !free.contains(place) { free.append(place) }
      }
      free.sort(by: >)
      let register = free.popLast() ?? count
      count = max(count, register + 1)
      places[item.value] = register
      if last[item.value] == nil { free.append(register) }
      operation.destination = Int32(register)
      operations.append(operation)
    }
  }

  private func number(
    _ source: SheetOperations.Source, _ operation: inout cs_operation, _ whole: (Value) -> Int?
  ) -> Int32 {
    switch source {
    case .input(let number): return Int32(number)
    case .result(let value):
      guard let place = places[value] ?? whole(value) else { preconditionFailure("A sheet reads what it has.") }
      return Int32(place)
    case .constant(let number):
      operation.constant = number
      return CS_CONSTANT
    }
  }
}
