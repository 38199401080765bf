/// What an expression is worth.
package enum ExpressionValue: Sendable, Equatable {
  case number(Double)
  case truth(Bool)
  case list([Double])
  /// A name, such as a value of an axis that chooses an activation; an expression can only compare it.
  case text(String)

  /// Its kind.
  package var kind: ExpressionKind {
    switch self {
    case .number: .number
    case .truth: .truth
    case .list: .list
    case .text: .text
    }
  }

  /// Canonical text: `0.5`, `true`, `[1, 2]`.
  package var text: String {
    switch self {
    case .number(let x): canonicalNumber(x)
    case .truth(let b): b ? "true" : "false"
    case .list(let xs): "[" + xs.map(canonicalNumber).joined(separator: ", ") + "]"
    case .text(let word): word
    }
  }

  /// True when no NaN or infinity is in it.
  package var isFinite: Bool {
    switch self {
    case .number(let x): x.isFinite
    case .truth, .text: true
    case .list(let xs): xs.allSatisfy(\.isFinite)
    }
  }
}

/// What can be known of an expression's worth before it is evaluated.
package enum ExpressionKind: Sendable, Equatable {
  case number, truth, list, text
  /// Depends on a name that is judged later (a probe, a summary).
  case unknown

  /// With its article, for messages: "a number".
  package var phrase: String {
    switch self {
    case .number: "a number"
    case .truth: "a truth value"
    case .list: "a list"
    case .text: "a name"
    case .unknown: "a value known later"
    }
  }
}
