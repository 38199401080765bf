import Kernels
import Results
import Testing

/// Numbers that are not finite in the files of a bundle: one bit pattern for every NaN, words in tables, objects in JSON.
///
/// Processors differ in the sign and payload of the NaN they make, and kernels in the operand whose NaN they hand on.
@Suite struct NonfiniteFileTests {
  /// The parameters of this spec become NaN, and so do its gradients, norms and similarities.
  static let cases = GoldenCase.these(["nan-parameters"])

  @Test(arguments: cases, InstructionSet.available)
  func `every NaN of arrays and checkpoints has the canonical bits`(_ item: GoldenCase, _ set: InstructionSet) throws {
    try ExecutionPath(instructionSet: set, threads: 2).run(item) { bundle in
      let files = bundle.index.artifacts.map(\.path)
      let arrays = try files.filter { $0.hasSuffix(".npy") }.map { try NPY.decode(bundle.bytes(of: $0), name: $0) }
      let last = try #require(files.last { $0.hasSuffix(".safetensors") })
      let tensors = try Safetensors.decode(bundle.bytes(of: last), name: last).arrays.map(\.array)
      #expect(Self.isCanonical(arrays) && Self.isCanonical(tensors))
      #expect(Self.count(arrays) > 0 && Self.count(tensors) > 0)
    }
  }

  @Test(arguments: cases)
  func `tables say nan, JSON says which, and both are read back`(_ item: GoldenCase) throws {
    try ExecutionPath(instructionSet: .best, threads: 1).run(item) { bundle in
      #expect(bundle.index.status == .diverged)
      for (file, column) in [("metrics.csv", "train.loss"), ("probes/size.csv", "value"), ("probes/slope.csv", "value")] {
        let table = try CSVTable(parsing: bundle.bytes(of: file), name: file)
        let place = try #require(table.columns.firstIndex(of: column), "\(file) has \(table.columns)")
        #expect(table.rows.last?[place] == "nan", "\(file): \(String(describing: table.rows.last))")
      }
      let claims = try #require(try bundle.json("claims.json").elements)
      #expect(claims.map { $0["verdict"]?.text } == ["undecided"])
      for file in bundle.index.artifacts.map(\.path) where file.hasSuffix(".json") { _ = try bundle.json(file) }
      #expect(try bundle.verifyIntegrity().isEmpty)
    }
  }

  /// How many numbers are NaN.
  private static func count(_ arrays: [NumericArray]) -> Int {
    arrays.reduce(0) { $0 + $1.doubles().filter(\.isNaN).count }
  }

  /// Whether every NaN is positive, quiet and without payload.
  private static func isCanonical(_ arrays: [NumericArray]) -> Bool {
    arrays.allSatisfy { array in
      switch array.elements {
      case .float32(let x): x.allSatisfy { !$0.isNaN || $0.bitPattern == 0x7FC0_0000 }
      case .float64(let x): x.allSatisfy { !$0.isNaN || $0.bitPattern == 0x7FF8_0000_0000_0000 }
      case .int32, .int64, .uint8: true
      }
    }
  }
}
