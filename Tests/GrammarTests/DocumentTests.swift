import Grammar
import Testing

struct DocumentTests {
  static let catalog = Catalog(SampleSpec.language)

  @Test func `the catalog lists families and records in the order of the document`() {
    #expect(
      Self.catalog.families.map(\.name)
        == ["layer", "activation", "initializer", "optimizer", "schedule", "stop rule", "measurement", "moments"])
    #expect(Self.catalog.records.map(\.name) == ["model", "training", "probe", "claim"])
    #expect(Self.catalog.places(of: "activation") == ["model.layers.NAME.dense.activation"])
    #expect(Self.catalog.places(of: "moments") == ["probes.NAME.at"])
  }

  @Test func `a kind is explained for the terminal`() throws {
    let text = try #require(Self.catalog.explain("normal"))
    #expect(
      text == """
        normal (initializer): Independent normal numbers.
          stands at: init.NAME

          std       number ≥ 0, may use fan_in, fan_out; optional
                    Standard deviation.
          variance  number ≥ 0, may use fan_in, fan_out; optional
                    Its square.

          Give std or variance, and only one.

          example:
            {normal: {std: fan_in^-0.5}}

        """)
  }

  static let words: [(String, String)] = [
    ("optimizer", "optimizer: How a step is taken.\n  stands at: train.optimizer\n\n  sgd   Gradient"),
    (
      "train.optimizer",
      "train.optimizer: How a step is taken.\n  value: optimizer\n  default: required\n  kinds: sgd, adam"
    ),
    (
      "train.optimizer.adam.beta1",
      "train.optimizer.adam.beta1: Decay of the first moment.\n  value: number ≥ 0 and < 1\n  default: 0.9"
    ),
    ("adam.beta1", "adam.beta1: Decay"),
    ("probes.features.condensation.cut", "probes.features.condensation.cut: Least"),
    ("probe", "probe: Something measured at moments."), ("sqrt", "sqrt: function of 1 number"),
    ("title", "title: What it is about."),
    ("max", "max: function of 1 to 8 numbers\n  The largest.\n\nmax(series): reads what was recorded"),
    ("schedule", "schedule: A number that depends on the step.\n  stands at: train.optimizer.sgd.learning_rate"),
  ]

  @Test(arguments: words) func `every word of the language is explained`(_ word: String, _ beginning: String) throws {
    let text = try #require(Self.catalog.explain(word))
    #expect(text.hasPrefix(beginning), "\(text)")
  }

  @Test func `completion offers every word, and every word has an explanation`() {
    #expect(Self.catalog.explain("nonsense") == nil)
    #expect(Self.catalog.names.contains("leaky_relu"))
    for name in Self.catalog.names { #expect(Self.catalog.explain(name) != nil, "\(name)") }
  }

  @Test func `the reference has a section for every kind, with its fields and example`() {
    let text = Self.catalog.reference()
    for family in Self.catalog.families {
      #expect(text.contains("\n## \(family.name)\n\n\(family.summary)\n"))
      for entry in family.entries {
        #expect(text.contains("### `\(entry.kind)`\n\n\(entry.summary)\n"))
        #expect(text.contains("```yaml \(family.name)\n\(entry.example)\n```"))
      }
    }
    #expect(text.contains("| `slope` | number ≥ 0 | `0.01` | Slope for x < 0. |"))
    #expect(text.contains("Source: Maas et al. 2013."))
  }

  @Test func `a record and the family inside it can have one name`() {
    let stops = Record<SampleStop>(
      "stop rule", "A rule with a remark.", .inline("rule", .component(SampleStop.family), "The rule."),
      .maybe("why", .text, "The remark.")
    ) { rule, _ in rule }
    let root = Record<[Named<SampleStop>]>(
      "spec", "Rules.", .required("rules", .map(of: .record(stops), role: "rule"), "By name.")
    ) { $0 }
    let catalog = Catalog(Language(root, functions: sampleFunctions))
    #expect(catalog.schema(title: "rules").contains("\"stop_rule_kinds\": {"))
    #expect(catalog.reference().contains("## stop rule\n") && catalog.reference().contains("## stop rule kinds\n"))
    #expect(catalog.reference().contains("| *kind* | [stop rule kinds](#stop-rule-kinds) | required | The rule. |"))
    #expect(catalog.explain("stop rule")?.contains("A rule with a remark.") == true)
    #expect(catalog.names.filter { $0 == "stop rule" } == ["stop rule"])
  }

  @Test func `the schema names every key, accepts notes and refuses the rest`() {
    let text = Self.catalog.schema(id: "https://example.org/spec.json", title: "A spec")
    #expect(text.hasPrefix("{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n  \"$id\": "))
    for entry in Self.catalog.families.flatMap(\.entries) {
      #expect(text.contains("\"\(entry.kind)\": {"), "\(entry.kind)")
      for field in entry.fields.list { #expect(text.contains("\"\(field.name)\": {"), "\(field.name)") }
    }
    #expect(text.contains("\"^x-\": true"))
    #expect(text.contains("\"additionalProperties\": false"))
    #expect(!text.contains("\"additionalProperties\": true"))
  }
}
