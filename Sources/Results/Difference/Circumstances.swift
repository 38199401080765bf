/// What stood around the two runs: versions, data, machine, and how they ended.
enum Circumstances {
  static func compare(_ a: ResultBundle, _ b: ResultBundle) throws(ResultsFailure) -> [Circumstance] {
    var found: [Circumstance] = []
    func note(_ name: String, _ x: String, _ y: String) {
      if x != y { found.append(Circumstance(name: name, a: x, b: y)) }
    }
    note("status", a.index.status.rawValue, b.index.status.rawValue)
    note("numerics", String(a.index.numerics), String(b.index.numerics))
    note("format", String(a.index.format), String(b.index.format))
    for datum in a.index.data {
      let other = b.index.data.first { $0.name == datum.name }
      note("data.\(datum.name)", datum.digest.hex, other?.digest.hex ?? "absent")
    }
    for datum in b.index.data where !a.index.data.contains(where: { $0.name == datum.name }) {
      note("data.\(datum.name)", "absent", datum.digest.hex)
    }
    let file = BundleFile.environment.path
    guard a.artifact(file) != nil, b.artifact(file) != nil else { return found }
    let (left, right) = (try a.json(file), try b.json(file))
    for key in RunEnvironment.explaining {
      if let x = left[key], let y = right[key] { note(key, plain(x), plain(y)) }
    }
    return found
  }

  private static func plain(_ json: CanonicalJSON) -> String { json.text ?? json.compactText }
}
