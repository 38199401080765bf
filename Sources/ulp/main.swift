// Measures the elementary functions: their errors in units of the last place, and their speed.
//
//   ulp                     float32 error over all 2^32 arguments (some four minutes), then speed
//   ulp STEP                the same over every STEP-th argument
//   ulp exact < TABLE       float64 error over a table of Tests/KernelsTests/make_reference.py
//   ulp --speed             speed alone
//   ulp --speed --json      speed as a JSON array, one object for each function, set and type:
//                           {"function", "set", "type", "elements_per_ns", "peak_gflops"}
//
// Ends with 1 if an error is above its bound (`ErrorBound`), with 2 if the arguments are none of these.
//
// Speed is that of one thread, in elements/ns, beside the fused multiply-adds a nanosecond that the same thread did in
// registers just before (`peak_gflops`, two operations each). The Zen 5 equivalent is elements/ns ÷ peak × the peak of
// the same loop on the machine that the project's speeds are stated for, an EPYC of that family at 4.07 GHz: there 261
// GFLOP/s in float32 and 131 in float64 with AVX-512, half of it with AVX2.

import Glibc
import Kernels
import UlpSurvey

let arguments = Array(CommandLine.arguments.dropFirst())
var areBoundsKept = true
switch arguments {
case ["exact"]: areBoundsKept = printDoubleErrors()
case ["--speed"]: printSpeeds(measureSpeeds())
case ["--speed", "--json"]: printSpeedsAsJSON(measureSpeeds())
default:
  guard let step = arguments.isEmpty ? 1 : UInt32(arguments[0]), step > 0, arguments.count < 2 else {
    let usage = "usage: ulp [STEP] | ulp exact < TABLE | ulp --speed [--json]\n"
    _ = write(STDERR_FILENO, usage, usage.utf8.count)
    exit(2)
  }
  areBoundsKept = printFloatErrors(step: step)
  printSpeeds(measureSpeeds())
}
exit(areBoundsKept ? 0 : 1)
