// Elementary functions over arrays: for tests, measurements and callers that have no fused instruction
// at hand.
//
// Functions are named by number, since enumerations shared by three modules would be three types:
// 0 exp, 1 log, 2 log1p, 3 tanh, 4 sigmoid, 5 softplus, 6 sin, 7 cos, 8 erf.

/// y[i] = f(x[i]) for i < count. `y` may be `x`. The last few are computed in a zero-padded vector by
/// the same code.
@inline(never)
package func applyElementary(
  _ function: Int32, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int
) {
  switch function {
  case 0: map(x, y, count) { expF32($0) }
  case 1: map(x, y, count) { logF32($0) }
  case 2: map(x, y, count) { log1pF32($0) }
  case 3: map(x, y, count) { tanhF32($0) }
  case 4: map(x, y, count) { sigmoidF32($0) }
  case 5: map(x, y, count) { softplusF32($0) }
  case 6: map(x, y, count) { sinF32($0) }
  case 7: map(x, y, count) { cosF32($0) }
  default: map(x, y, count) { erfF32($0) }
  }
}

/// y[i] = f(x[i]) for i < count. `y` may be `x`.
@inline(never)
package func applyElementary(
  _ function: Int32, _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ count: Int
) {
  switch function {
  case 0: map(x, y, count) { expF64($0) }
  case 1: map(x, y, count) { logF64($0) }
  case 2: map(x, y, count) { log1pF64($0) }
  case 3: map(x, y, count) { tanhF64($0) }
  case 4: map(x, y, count) { sigmoidF64($0) }
  case 5: map(x, y, count) { softplusF64($0) }
  case 6: map(x, y, count) { sinF64($0) }
  case 7: map(x, y, count) { cosF64($0) }
  default: map(x, y, count) { erfF64($0) }
  }
}

@inline(__always)
private func map(
  _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int,
  _ f: (FloatVector) -> FloatVector
) {
  let source = UnsafeRawPointer(x)
  let target = UnsafeMutableRawPointer(y)
  let whole = count &>> 4
  for i in 0..<whole {
    let value = f(source.loadUnaligned(fromByteOffset: i &<< 6, as: FloatVector.self))
    target.storeBytes(of: value, toByteOffset: i &<< 6, as: FloatVector.self)
  }
  let rest = count & 15
  if rest > 0 {
    var padded = FloatVector.zero
    for i in 0..<rest { padded[i] = x[whole &<< 4 &+ i] }
    padded = f(padded)
    for i in 0..<rest { y[whole &<< 4 &+ i] = padded[i] }
  }
}

@inline(__always)
private func map(
  _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ count: Int,
  _ f: (DoubleVector) -> DoubleVector
) {
  let source = UnsafeRawPointer(x)
  let target = UnsafeMutableRawPointer(y)
  let whole = count &>> 3
  for i in 0..<whole {
    let value = f(source.loadUnaligned(fromByteOffset: i &<< 6, as: DoubleVector.self))
    target.storeBytes(of: value, toByteOffset: i &<< 6, as: DoubleVector.self)
  }
  let rest = count & 7
  if rest > 0 {
    var padded = DoubleVector.zero
    for i in 0..<rest { padded[i] = x[whole &<< 3 &+ i] }
    padded = f(padded)
    for i in 0..<rest { y[whole &<< 3 &+ i] = padded[i] }
  }
}
