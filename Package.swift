// swift-tools-version: 6.2
import PackageDescription

/// Settings of every target: Swift 6 language mode is the package's; a warning is an error.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
]

/// Targets whose inner loops decide the speed are optimized in debug builds too: at -Onone they are 100 to 1800 times slower.
let fast: [SwiftSetting] = strict + [.unsafeFlags(["-O"])]

/// One source folder compiled for one instruction set. `-fno-math-errno` makes square roots one instruction; `define` picks the tile sizes.
func kernels(_ name: String, march: String?, define: String) -> Target {
  let architecture = march.map { ["-Xcc", "-march=\($0)"] } ?? []
  return .target(
    name: name, dependencies: ["CPUFeatures"],
    swiftSettings: strict + [
      .unsafeFlags(
        ["-Ounchecked", "-wmo", "-num-threads", "2", "-Xcc", "-fno-math-errno", "-Xcc", "-ffp-contract=off"]
          + architecture), .define(define),
    ],
    linkerSettings: [.linkedLibrary("m")])
}

/// A target of our own; imports are exactly the names given.
func module(
  _ name: String, _ imports: [Target.Dependency], settings: [SwiftSetting] = strict, path: String? = nil
) -> Target {
  .target(name: name, dependencies: imports, path: path, swiftSettings: settings)
}

/// Tests of the target of that name.
func tests(_ name: String, _ imports: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: imports, exclude: exclude, swiftSettings: strict)
}

/// What `Constructs` imports beside YAML.
let constructs: [Target.Dependency] = [
  "Grammar", "ExperimentGraph", "TensorGraph", "Kernels", "Analysis", "DataStore", "Results", "SourceDiagnostics",
]

let package = Package(
  name: "condensespec",
  products: [.executable(name: "condensespec", targets: ["condensespec"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: [
    .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CLAPACK", pkgConfig: "lapacke", providers: [.apt(["liblapacke-dev"])]),
    .target(name: "CPUFeatures"),

    module("SourceDiagnostics", []),
    module("YAMLTree", ["CLibYAML", "SourceDiagnostics"]),
    module("Grammar", ["SourceDiagnostics", "YAMLTree"]),

    kernels("KernelsBase", march: nil, define: "KERNELS_BASE"),
    kernels("ZKernelsV3", march: "x86-64-v3", define: "KERNELS_AVX2"),
    kernels("ZKernelsV4", march: "x86-64-v4", define: "KERNELS_AVX512"),
    module("Kernels", ["CPUFeatures", "KernelsBase", "ZKernelsV3", "ZKernelsV4"], settings: fast),

    module("UlpSurvey", ["Kernels"], settings: strict + [.unsafeFlags(["-Ounchecked"])]),
    .executableTarget(
      name: "bench",
      dependencies: [
        "CPUFeatures", "Kernels", "Analysis", "SourceDiagnostics", "Grammar", "ExperimentGraph", "Constructs", "DataStore", "Results",
        "Runtime",
      ], swiftSettings: fast),
    .executableTarget(name: "ulp", dependencies: ["Kernels", "UlpSurvey"], swiftSettings: fast),

    module("TensorGraph", ["SourceDiagnostics"]),
    module("Analysis", ["CLAPACK", "Kernels"], settings: fast),
    module("DataStore", ["CZlib", "Results"]),
    module("ExperimentGraph", ["TensorGraph", "SourceDiagnostics", "DataStore", "Kernels"]),
    module("Constructs", constructs + ["YAMLTree"]),
    module("Results", [.product(name: "Crypto", package: "swift-crypto")]),
    module(
      "Runtime",
      [
        "ExperimentGraph", "TensorGraph", "Constructs", "Grammar", "Analysis", "Results", "Reports", "DataStore", "Kernels",
        "CPUFeatures", "SourceDiagnostics",
      ], settings: fast),
    module("Reports", []),
    .executableTarget(
      name: "condensespec",
      dependencies: [
        "SourceDiagnostics", "YAMLTree", "Grammar", "Kernels", "TensorGraph", "ExperimentGraph", "Constructs",
        "DataStore", "Results", "Runtime", "Reports",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    module("GraphSamples", ["TensorGraph"], path: "Tests/GraphSamples"),
    module("TestFolders", ["Results"], path: "Tests/TestFolders"),
    tests("SourceDiagnosticsTests", ["SourceDiagnostics"]),
    tests("YAMLTreeTests", ["YAMLTree", "SourceDiagnostics"]),
    tests("GrammarTests", ["Grammar", "YAMLTree", "SourceDiagnostics"]),
    tests(
      "KernelsTests", ["Kernels", "KernelsBase", "ZKernelsV3", "ZKernelsV4", "CPUFeatures", "UlpSurvey"],
      exclude: ["make_reference.py", "Reference"]),
    tests("TensorGraphTests", ["TensorGraph", "GraphSamples", "SourceDiagnostics"]),
    tests("AnalysisTests", ["Analysis", "Kernels"]),
    tests("DataStoreTests", ["DataStore", "Results", "TestFolders"]),
    tests("ConstructsTests", constructs + ["Constructs", "YAMLTree"]),
    tests("ResultsTests", ["Results", "TestFolders"]),
    .target(name: "CallCounter", path: "Tests/CallCounter"),
    tests(
      "RuntimeTests",
      [
        "Runtime", "Constructs", "DataStore", "ExperimentGraph", "TensorGraph", "SourceDiagnostics", "GraphSamples", "Kernels",
        "CPUFeatures", "CallCounter", "Results", "TestFolders",
      ]),
    tests("ReportsTests", ["Reports"]),
    tests("CommandTests", ["SourceDiagnostics", "YAMLTree", "Constructs", "Results", "Kernels", "TestFolders"]),
    tests("ArchitectureTests", []),
  ],
  swiftLanguageModes: [.v6]
)
