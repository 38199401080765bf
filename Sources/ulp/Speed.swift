import Kernels

/// Elements per nanosecond of every function and of random fills on every instruction set of this machine.
func printSpeeds() {
  print("elements/ns, 4096 elements between 0.001 and 4 in the first-level cache, one thread, best of many passes")
  for function in ElementaryFunction.allCases {
    var line = "\(function):"
    for set in InstructionSet.available.reversed() {
      let floats = speed(on: set) { (x: UnsafeMutablePointer<Float>, n) in
        function.apply(x, x + n, count: n, on: set)
      }
      let doubles = speed(on: set) { (x: UnsafeMutablePointer<Double>, n) in
        function.apply(x, x + n, count: n, on: set)
      }
      line += "  \(set) float32 \(floats) float64 \(doubles)"
    }
    print(line)
  }
  let stream = RandomStream(seed: 1, name: "speed")
  for set in InstructionSet.available.reversed() {
    let normals = speed(on: set) { (x: UnsafeMutablePointer<Float>, n) in
      stream.fillNormal(UnsafeMutableBufferPointer(start: x, count: n), on: set)
    }
    let uniforms = speed(on: set) { (x: UnsafeMutablePointer<Double>, n) in
      stream.fillUniform(UnsafeMutableBufferPointer(start: x, count: n), on: set)
    }
    print("random numbers:  \(set) normal float32 \(normals) uniform float64 \(uniforms)")
  }
}

/// Elements per nanosecond of `work` on the first half of a buffer.
private func speed<T: BinaryFloatingPoint>(
  on set: InstructionSet, _ work: (UnsafeMutablePointer<T>, Int) -> Void
) -> Double {
  let n = 4096
  let x = UnsafeMutablePointer<T>.allocate(capacity: 2 * n)
  defer { x.deallocate() }
  for i in 0..<n { x[i] = T(0.001 + 4 * Double(i) / Double(n)) }
  for i in n..<(2 * n) { x[i] = 0 }
  var best = Double.infinity
  for _ in 0..<(set == .base ? 5 : 400) {
    let time = ContinuousClock().measure { work(x, n) }
    best = min(best, Double(time.components.attoseconds) * 1e-9)
  }
  return (Double(n) / best * 1000).rounded() / 1000
}
