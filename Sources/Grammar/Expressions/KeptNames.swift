/// The names that a place gives to expressions and that stay in them when they are resolved: `fan_in` in an
/// initializer,
/// `x` in a target function, every probe and metric in a claim.
package struct KeptNames: Sendable, Equatable {
  /// Names given by the place, in the order of the documents.
  package let names: [String]
  /// Names that are also given with a number from 1 behind them: `x` here gives `x`, `x1`, `x2`, …
  package let numbered: [String]
  /// Any other name is kept too and judged later.
  package let isOpen: Bool
  /// Functions that only this place knows; their calls are kept too.
  package let functions: [PlaceFunction]

  /// Names with what else is kept.
  package init(_ names: [String], numbered: [String] = [], isOpen: Bool = false, functions: [PlaceFunction] = []) {
    self.names = names
    self.numbered = numbered
    self.isOpen = isOpen
    self.functions = functions
  }

  /// Only what the document declares.
  package static let none = KeptNames([])
  /// Everything; who judges the expression says which names exist.
  package static let open = KeptNames([], isOpen: true)

  /// `name`, `name1`, `name2`, …
  package static func numbered(_ name: String) -> KeptNames { KeptNames([], numbered: [name]) }

  /// Whether the place itself gives this name, so that it hides a `let` of the same name.
  package func gives(_ name: String) -> Bool {
    names.contains(name) || numbered.contains { isNumbered(name, after: $0) }
  }

  private func isNumbered(_ name: String, after stem: String) -> Bool {
    guard name.hasPrefix(stem) else { return false }
    let digits = name.dropFirst(stem.count).utf8
    return digits.isEmpty || (digits.allSatisfy { (48...57).contains($0) } && digits.first != 48)
  }

  /// Names to propose for a misspelt one.
  var candidates: [String] { names + numbered + numbered.map { $0 + "1" } }

  /// For documents: "`x`, `x1`, `x2`, …"; empty when the place gives no names.
  package var phrase: String {
    let shown = names.map { "`\($0)`" } + numbered.map { "`\($0)`, `\($0)1`, `\($0)2`, …" }
    return shown.joined(separator: ", ")
  }
}
