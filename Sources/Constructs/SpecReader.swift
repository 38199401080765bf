import ExperimentGraph
import Grammar
import SourceDiagnostics
import YAMLTree

extension Spec {
  /// The experiment language: the record of a spec and the functions of its expressions.
  package static let language = Language(record, functions: Functions.table)
}

/// The way of one spec from its file to an experiment graph, step by step; every step can be looked at.
///
/// Each step reports what is wrong and leaves nil where it could not go on, so that one pass finds as much as can be found.
package struct SpecReader: Sendable {
  package private(set) var sources = SourceMap()
  /// The spec itself among the sources; `--set` texts are sources of their own.
  package let file: FileID
  /// As parsed, with the overrides applied.
  package private(set) var tree: Node?
  /// Decoded, every default filled in.
  package private(set) var form: Form?
  /// Every expression evaluated.
  package private(set) var resolved: Resolved<Spec>?
  /// The experiment, unless it is a sweep.
  package private(set) var graph: ExperimentGraph?
  /// The sweep, if it is one.
  package private(set) var sweep: SweepExperiment?

  /// - Parameters:
  ///   - source: the spec.
  ///   - overrides: texts of `--set`, applied in order.
  package init(
    _ source: SourceFile, overrides: [String], site: LoweringSite, into diagnostics: inout Diagnostics
  ) {
    file = sources.add(source)
    guard let parsed = parse(file, in: sources, into: &diagnostics) else { return }
    let written = parsed.applying(overrides, names: Expansion.letNames(parsed), sources: &sources, into: &diagnostics)
    tree = written
    if written["sweep"] != nil {
      sweep = Expansion(node: written, sources: sources, site: site).experiment(&diagnostics)
      return
    }
    let node = Spec.language.copyingModels(written, &diagnostics)
    guard let decoded = Spec.language.decode(node, in: sources, into: &diagnostics) else { return }
    form = decoded
    reportWithoutSweep(node, &diagnostics)
    let evaluated = Spec.language.resolve(decoded, into: &diagnostics)
    guard let spec = evaluated.value, !diagnostics.hasErrors else { return }
    resolved = evaluated
    graph = spec.lowered(site, &diagnostics)
  }

  /// Summaries and variants need points to speak of.
  private func reportWithoutSweep(_ node: Node, _ diagnostics: inout Diagnostics) {
    for key in ["summaries", "variants"] {
      guard let entry = node.mapping?.first(where: { $0.key.value == key }) else { continue }
      diagnostics.report(
        Diagnostic(
          .needsSweep, "`\(key)` speaks of the points of a sweep, and this spec has one point", at: entry.key.range,
          help: "add `sweep:`, or leave `\(key)` out"))
    }
  }

  /// Canonical text of the resolved spec: runnable itself, and what the identity of a run is made of. Notes (`x-…` keys,
  /// `source`, `notes`) decide nothing and are left out; they stay in the spec as written.
  package var resolvedText: String? { sweep?.resolvedText ?? resolved?.yaml(notes: false) }

  /// Where every value of the resolved spec comes from; of a sweep, of its first point.
  package var provenance: [ProvenanceRow] {
    (sweep?.points.first?.resolved ?? resolved)?.provenance(in: sources) ?? []
  }

  /// Where the experiment comes from, as the spec says it, on one line; empty if it does not.
  package var sourceText: String { tree?["source"]?.plainText ?? "" }

  /// What the experiment shows; empty if the spec does not say it.
  package var titleText: String { tree?["title"]?.plainText ?? "" }

  /// The remarks of the author, paragraph by paragraph.
  package var notes: [String] {
    guard let text = tree?["notes"]?.plainText else { return [] }
    var paragraphs: [String] = [""]
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let words = line.split(separator: " ").joined(separator: " ")
      if words.isEmpty {
        paragraphs.append("")
      } else {
        paragraphs[paragraphs.count - 1] += (paragraphs[paragraphs.count - 1].isEmpty ? "" : " ") + words
      }
    }
    return paragraphs.filter { !$0.isEmpty }
  }
}

extension Node {
  /// A text, or what a list or mapping says, joined by commas.
  fileprivate var plainText: String {
    switch content {
    case .scalar(let scalar): scalar.text
    case .sequence(let nodes): nodes.map(\.plainText).joined(separator: ", ")
    case .mapping(let entries): entries.map { "\($0.key.value): \($0.value.plainText)" }.joined(separator: ", ")
    }
  }
}
