// Kernel benchmarks: matrix products against the processor's peak, convolutions and dense layers of MNIST networks,
// elementwise and reduction rates, and one whole training step. `kernel-bench [gemm] [layers] [rates] [step]`;
// everything if nothing is named.

import CPUFeatures
import Glibc
import Kernels

let chosen = Set(CommandLine.arguments.dropFirst())
func wants(_ name: String) -> Bool { chosen.isEmpty || chosen.contains(name) }

/// Billions of floating-point operations a second of one thread's registers.
func peak(_ set: InstructionSet = .best, float64: Bool = false) -> Double {
  var operations = 0
  let time = best { operations = set.runPeakLoop(float64: float64, length: 200_000) }
  return Double(operations) / time / 1e9
}

if wants("gemm") { benchmarkProducts() }
if wants("layers") { benchmarkLayers() }
if wants("rates") { benchmarkRates() }
if wants("step") { benchmarkStep() }
if wants("interpreter") { benchmarkInterpreter() }
