/// One step of libyaml through a text, with byte offsets of the file.
struct Event {
  enum Kind {
    case documentStart
    case documentEnd
    case streamEnd
    case alias(String)
    case scalar(String, Scalar.Style, Properties)
    case sequenceStart(isFlow: Bool, Properties)
    case mappingStart(isFlow: Bool, Properties)
    case sequenceEnd
    case mappingEnd
  }

  /// What may stand before a value: `&anchor` and `!tag`.
  struct Properties {
    let anchor: String?
    let hasTag: Bool

    var count: Int { (anchor == nil ? 0 : 1) + (hasTag ? 1 : 0) }
  }

  let kind: Kind
  let lower: Int
  let upper: Int
}
