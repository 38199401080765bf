// Measures the elementary functions.
//
//   ulp              float32 error over all 2^32 arguments (minutes), then speed
//   ulp STEP         the same over every STEP-th argument
//   ulp exact        float64 error over a table of make_reference.py on standard input

import Kernels
import UlpSurvey

if CommandLine.arguments.dropFirst().first == "exact" {
  printDoubleErrors()
} else {
  printFloatErrors(step: CommandLine.arguments.dropFirst().first.flatMap { UInt32($0) } ?? 1)
  printSpeeds()
}
