import Grammar
import Testing

struct LawTests {
  static let catalog = Catalog(SampleSpec.language)

  @Test func `declarations are complete`() {
    let faults =
      Self.catalog.families.flatMap { $0.declarationFaults(functions: sampleFunctions) }
      + ([Self.catalog.root] + Self.catalog.records).flatMap { $0.declarationFaults(functions: sampleFunctions) }
    // The sample leaves three numbers without range and unit, to show that the law sees them.
    #expect(
      faults == [
        "`low` of `uniform` has neither a range nor a unit", "`high` of `uniform` has neither a range nor a unit",
        "`output_scale` of `model` has neither a range nor a unit",
      ])
  }

  @Test func `every field of every kind is refused at its line when it is wrong`() {
    let cases = Self.catalog.families.flatMap { LawCase.all(of: $0) }
    #expect(cases.count > 100)
    let failures = cases.compactMap { $0.failure(functions: sampleFunctions) }
    #expect(failures == [])
  }

  @Test func `every field of a record is refused at its line when it is wrong`() {
    let examples = [
      "probe": "{norm: hidden.weight, at: [0]}", "claim": "{expect: last(a) < 1, kind: derived, source: here}",
      "training": "{optimizer: adam, batch: 3, stop: {steps: 1}}",
      "model": "{layers: {a: {dense: {units: 1}}}, output_scale: 2}",
    ]
    let failures = Self.catalog.records.flatMap { record in
      LawCase.all(of: record, example: examples[record.name] ?? "").compactMap {
        $0.failure(functions: sampleFunctions)
      }
    }
    #expect(failures == [])
  }
}
