import Grammar
import SourceDiagnostics

/// Every document that is generated from the declarations.
package enum Documents {
  private static let catalog = Catalog(Spec.language)

  /// The JSON Schema of specs.
  package static var schema: String { catalog.schema(title: "condensespec") }

  /// The reference part of grammar.md.
  package static var reference: String { catalog.reference() + metricsSection }

  /// Everything that can be explained: constructs, parts of a spec, functions, metrics, diagnostic codes.
  package static var names: [String] {
    catalog.names + Metrics.all.map(\.name) + DiagnosticCode.allCases.map(\.rawValue)
  }

  /// The text of `condensespec explain NAME`; nil where nothing has that name.
  package static func explanation(of name: String) -> String? {
    let kind = name.split(separator: ".").last.map(String.init) ?? name
    let metric = Metrics.all.first { $0.name == kind }.map { metric in
      "\(metric.name) (metric): \(metric.summary)\n  written: `dataset.\(metric.name)` under `metrics: {record: […]}`\n"
    }
    // A metric and a stop rule may share a name; both are told.
    let texts = [catalog.explain(name), metric].compactMap { $0 }
    if !texts.isEmpty { return texts.joined(separator: "\n") }
    return DiagnosticCode(rawValue: name).map { code in
      "error \(code.rawValue)\n\n  \(code.summary)\n\n\(code.explanation)\n\nExample:\n\n"
        + code.example.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
        .joined(separator: "\n") + "\n"
    }
  }

  /// What there is, family by family.
  package static var overview: String {
    var lines = ["Constructs, by family (`condensespec explain NAME` tells more):", ""]
    for family in catalog.families {
      lines.append("  \(family.name): \(family.entries.map(\.kind).joined(separator: ", "))")
    }
    lines += [
      "", "  metric: \(Metrics.all.map(\.name).joined(separator: ", "))", "",
      "Parts of a spec: \(catalog.root.fields.keyNames.joined(separator: ", "))", "",
      "Functions: \(Functions.table.names.joined(separator: ", "))", "",
      "Diagnostic codes: \(DiagnosticCode.allCases.map(\.rawValue).joined(separator: ", "))",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private static var metricsSection: String {
    let rows = Metrics.all.map { "| `\($0.name)` | \($0.summary) |" }.joined(separator: "\n")
    return "\n### metric\n\nA number over a dataset, named `dataset.kind`.\n\n| kind | |\n| --- | --- |\n\(rows)\n"
  }
}
