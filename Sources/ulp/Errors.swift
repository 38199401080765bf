import Kernels
import UlpSurvey

/// The largest float32 error of every function; whether all are within their bounds.
func printFloatErrors(step: UInt32) -> Bool {
  var areBoundsKept = true
  print("float32, every \(step)-th of 2^32 arguments")
  print("function: max ulp (bound) at argument (pattern); share not correctly rounded; wrong NaN, infinity or sign")
  for function in ElementaryFunction.allCases {
    var survey = FloatSurvey(of: function)
    survey.look(from: 0, through: .max, by: step)
    let share = Double(survey.misrounded) / Double(survey.count)
    let x = survey.worstArgument
    let bound = function.errorBound.float32
    print(
      "\(function): \(survey.worst) (\(bound)) at \(x) (0x\(String(x.bitPattern, radix: 16))); \(share); \(survey.wrong)")
    if survey.worst > bound || survey.wrong > 0 { areBoundsKept = false }
  }
  return areBoundsKept
}

/// The largest float64 error of every function of the table on standard input; whether all are within their bounds.
func printDoubleErrors() -> Bool {
  var names: [String] = []
  var worst: [String: (error: Double, argument: [Double], count: Int, misrounded: Int)] = [:]
  while let line = readLine() {
    guard let row = ExactValue(line), let result = evaluate(row.name, row.arguments) else { continue }
    if worst[row.name] == nil { names.append(row.name) }
    var entry = worst[row.name] ?? (0, [], 0, 0)
    let error = row.error(of: result)
    entry.count += 1
    if result.bitPattern != row.value.bitPattern { entry.misrounded += 1 }
    if error > entry.error { (entry.error, entry.argument) = (error, row.arguments) }
    worst[row.name] = entry
  }
  print("float64: max ulp (bound) at argument; not correctly rounded of so many")
  var areBoundsKept = true
  for name in names {
    guard let entry = worst[name] else { continue }
    // The scalar functions are correctly rounded but for ties that are nearly exact.
    let bound = function(named: name)?.errorBound.float64 ?? 0.501
    print("\(name): \(entry.error) (\(bound)) at \(entry.argument); \(entry.misrounded) of \(entry.count)")
    if entry.error > bound { areBoundsKept = false }
  }
  return areBoundsKept
}

private func function(named name: String) -> ElementaryFunction? {
  ElementaryFunction.allCases.first { "\($0)" == name }
}

private func evaluate(_ name: String, _ x: [Double]) -> Double? {
  if let function = function(named: name) { return function(x[0], on: .best) }
  switch name {
  case "log2": return ScalarMath.log2(x[0])
  case "log10": return ScalarMath.log10(x[0])
  case "tan": return ScalarMath.tan(x[0])
  case "sinh": return ScalarMath.sinh(x[0])
  case "cosh": return ScalarMath.cosh(x[0])
  case "atan2": return ScalarMath.atan2(x[0], x[1])
  case "power": return ScalarMath.power(x[0], x[1])
  default: return nil
  }
}
