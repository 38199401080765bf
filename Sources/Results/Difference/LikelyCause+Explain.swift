extension LikelyCause {
  /// Why two bundles probably differ, likeliest first, and a command to go on with.
  ///
  /// The order is that of the contract: data, then what was asked, then the numerics version. Only when
  /// all of these agree can the tool itself be at fault.
  ///
  /// - Parameter exactFilesAgree: whether the files of the class `exact` are the same, byte for byte.
  static func explain(
    _ found: BundleDifference, exactFilesAgree: Bool
  ) -> (causes: [LikelyCause], next: String?) {
    if found.commonLevel == .bytes || found.commonLevel == .bits { return ([], nil) }
    var causes: [LikelyCause] = []
    for datum in found.circumstances where datum.name.hasPrefix("data.") {
      causes.append(.init(kind: .data, sentence: "the data `\(datum.name.dropFirst(5))` is not the same"))
    }
    causes += spec(found)
    if let numerics = found.circumstances.first(where: { $0.name == "numerics" }) {
      causes.append(
        .init(
          kind: .numerics,
          sentence: "the numerics version went from \(numerics.a) to \(numerics.b), which may change bits"))
    }
    if let status = found.circumstances.first(where: { $0.name == "status" }) {
      causes.append(
        .init(kind: .status, sentence: "one run is \(status.a), the other \(status.b)"))
    }
    if causes.isEmpty { return unexplained(found, exactFilesAgree) }
    return (causes, nil)
  }

  private static func spec(_ found: BundleDifference) -> [LikelyCause] {
    let able = found.asked.filter(\.canChangeResults)
    guard let first = able.first else { return [] }
    let shown = able.prefix(3).map { "`\($0.path)`" }.joined(separator: ", ")
    if able.count == 1 {
      let change = "\(first.a ?? "absent") -> \(first.b ?? "absent")"
      return [.init(kind: .spec, sentence: "`\(first.path)` was asked differently: \(change)")]
    }
    let more = able.count > 3 ? " and \(able.count - 3) more" : ""
    return [.init(kind: .spec, sentence: "\(able.count) values were asked differently: \(shown)\(more)")]
  }

  /// The same question, data and numerics: only artifacts of the class tolerance may differ.
  private static func unexplained(
    _ found: BundleDifference, _ exactFilesAgree: Bool
  ) -> (causes: [LikelyCause], next: String?) {
    if exactFilesAgree && found.values.allSatisfy({ $0.isWithinTolerance }) {
      let sentence = "only files of the class `tolerance` differ, within what they state"
      return ([.init(kind: .tolerance, sentence: sentence)], nil)
    }
    var causes: [LikelyCause] = []
    if let version = found.circumstances.first(where: { $0.name == "version" }) {
      causes.append(
        .init(
          kind: .version,
          sentence: "the tool went from \(version.a) to \(version.b) without a new numerics version, "
            + "which is a bug of the tool"))
    }
    let around = found.circumstances.filter { ["isa", "threads", "processor"].contains($0.name) }
    let differs = around.map { "\($0.name) \($0.a) -> \($0.b)" }.joined(separator: ", ")
    let note = around.isEmpty ? "" : " (\(differs): none of these may change bits)"
    causes.append(
      .init(
        kind: .determinism,
        sentence: "nothing that may change a result differs\(note): a determinism bug, please report it"))
    return (causes, "condensespec verify \(found.b) --rerun --vary threads,isa,resume")
  }
}
