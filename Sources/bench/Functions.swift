import Kernels

/// Elementary functions over numbers in the first-level cache, beside what is stated for the machine with the stated peak.
func addFunctions(to report: inout Report, _ setting: Setting) {
  let single: [(ElementaryFunction, Double, String)] = [
    (.tanh, 4.5, "1.5"), (.exp, 6.5, "1"), (.sigmoid, 4.5, "2"), (.log, 4, "1.5"), (.sin, 6.5, "1.5"),
  ]
  for (function, rate, ulp) in single { addFunction(function, Float.self, rate, ulp, to: &report, setting) }
  for (function, rate, ulp) in [(.tanh, 2, "2"), (.exp, 2.5, "2")] as [(ElementaryFunction, Double, String)] {
    addFunction(function, Double.self, rate, ulp, to: &report, setting)
  }
}

private func addFunction<T: BinaryFloatingPoint & BitwiseCopyable>(
  _ function: ElementaryFunction, _ type: T.Type, _ stated: Double, _ ulp: String, to report: inout Report, _ setting: Setting
) {
  let count = 4096
  let x = UnsafeMutablePointer<T>.allocate(capacity: 2 * count)
  defer { x.deallocate() }
  for index in 0..<(2 * count) { x[index] = T(0.001 + 4 * Double(index % count) / Double(count)) }
  let ours = Contender("ours", .thread) { apply(function, x, count) }
  let isSingle = T.self == Float.self
  let times = alternate(
    [Peak.loop(.best, float64: false, .thread), ours], repetitions: 3 * setting.options.repetitions
  ).map { $0 ?? .nan }
  let rate = Double(count) / times[1] * 1e-9
  let scaled = stated * (1e-9 / times[0]) / Peak.statedGigaflops
  report.add(
    Row(
      group: Group.functions.rawValue, work: "\(function) \(isSingle ? "float32" : "float64"), stated within \(ulp) ulp", threads: 1,
      ours: Figure(rate, .elementsPerNanosecond),
      references: [
        Reference("\(Figure.digits(stated)) stated, scaled", Figure(scaled, .elementsPerNanosecond), share: rate)
      ], target: Target(text: "≥ the scaled rate", isMet: rate >= scaled)))
}

private func apply<T>(_ function: ElementaryFunction, _ x: UnsafeMutablePointer<T>, _ count: Int) {
  if let x = x as? UnsafeMutablePointer<Float> {
    function.apply(x, x + count, count: count)
  } else if let x = x as? UnsafeMutablePointer<Double> {
    function.apply(x, x + count, count: count)
  }
}
