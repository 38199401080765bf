import Glibc
import Kernels
import Results
import TestFolders
import Testing

/// The tool on processors older than this one, as qemu imitates them: it finds the instruction set by itself, meets no instruction that
/// is not there, and comes to the same bits.
///
/// Debian's qemu-user (`scripts/install tests`). Version 7.2 knows AVX2 and no AVX-512.
@Suite struct ProcessorTests {
  /// A processor by qemu's name for it, and the instruction set that must be chosen on it.
  struct Processor: CustomTestStringConvertible {
    let name: String
    let chosen: InstructionSet
    var testDescription: String { name }
  }

  static let processors = [
    Processor(name: "Nehalem", chosen: .base),
    Processor(name: "Haswell", chosen: .avx2),
  ]

  /// Products, convolutions, pools, draws and elementary functions.
  static let cases = GoldenCase.these(["activations-smooth", "convolution-strides", "initializers", "two-layer-seven"])

  @Test(arguments: processors, cases)
  func `an old processor is recognized and comes to the golden digest`(_ processor: Processor, _ item: GoldenCase) throws {
    let folder = try TemporaryFolder()
    let answer = try Self.run(on: processor, item.arguments(threads: 2, out: folder.path), instructionSet: nil)
    let bundle = try item.bundle(answer)
    #expect(try bundle.json("environment.json")["isa"]?.text == processor.chosen.rawValue)
    let golden = try item.goldenDigest
    #expect(GoldenTests.isUpdating || bundle.index.resultDigest.hex == golden)
  }

  @Test(arguments: processors)
  func `an instruction set that the processor does not have is refused in a sentence`(_ processor: Processor) throws {
    let folder = try TemporaryFolder()
    let item = try #require(Self.cases.first)
    for absent in InstructionSet.allCases where absent > processor.chosen {
      let answer = try Self.run(on: processor, item.arguments(threads: 1, out: folder.path), instructionSet: absent)
      #expect(answer.exit == 2)
      let sentence = "error: CONDENSESPEC_ISA asks for `\(absent.rawValue)`, which this processor does not have\n"
      #expect(answer.err.hasSuffix(sentence), "\(answer.err)")
    }
    #expect(!Folder.exists(folder.path + "/runs"))
  }

  private static func run(
    on processor: Processor, _ arguments: [String], instructionSet: InstructionSet?
  ) throws -> Tool.Answer {
    let qemu = "/usr/bin/qemu-x86_64"
    try #require(access(qemu, X_OK) == 0, "qemu-user is not installed: run `bash scripts/install tests`")
    return try Process(
      [qemu, "-cpu", processor.name, Tool.path] + arguments,
      environment: [("CONDENSESPEC_ISA", instructionSet?.rawValue)], folder: "/"
    ).answer()
  }
}
