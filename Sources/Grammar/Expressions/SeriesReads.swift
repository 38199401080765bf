import SourceDiagnostics

/// Finds what an expression reads. The expression is folded: its calls and their arguments have been checked.
struct SeriesReads {
  private let functions: FunctionTable

  init(_ functions: FunctionTable) { self.functions = functions }

  /// The series function that a call is; nil when it is a function of numbers.
  func function(_ name: String, _ arguments: [Expression]) -> SeriesFunction? {
    let candidates = functions.seriesFunctions(name).filter { $0.arity.contains(arguments.count) }
    let fitting = candidates.first { function in
      zip(function.parameters, arguments).allSatisfy { $0 != .series || Self.seriesName($1) != nil }
    }
    return fitting ?? (functions.function(name) == nil ? candidates.first : nil)
  }

  static func seriesName(_ e: Expression) -> SeriesName? {
    switch e.kind {
    case .name(let name): return SeriesName(name: name, arguments: [], range: e.range)
    case .call(let name, let parts) where name.contains("."):
      var numbers: [Double] = []
      for part in parts {
        guard case .number(let x) = part.kind else { return nil }
        numbers.append(x)
      }
      return SeriesName(name: name, arguments: numbers, range: e.range)
    default: return nil
    }
  }

  static func moment(_ e: Expression) -> Moment? {
    switch e.kind {
    case .name(let name): .named(name)
    case .number(let x): Int(exactly: x).map(Moment.step)
    default: nil
    }
  }

  func collect(_ e: Expression) -> [SeriesRead] {
    switch e.kind {
    case .name(let name):
      let series = SeriesName(name: name, arguments: [], range: e.range)
      return [SeriesRead(function: nil, series: series, moment: nil, range: e.range)]
    case .call(let name, let arguments):
      guard let function = function(name, arguments) else { return arguments.flatMap(collect) }
      return collect(function, arguments, e)
    default: return e.parts.flatMap(collect)
    }
  }

  private func collect(_ function: SeriesFunction, _ arguments: [Expression], _ e: Expression) -> [SeriesRead] {
    var reads: [SeriesRead] = []
    let pairs = zip(function.parameters, arguments)
    let moment = pairs.first { $0.0 == .moment }.flatMap { pair in
      Self.moment(pair.1).map { Located($0, at: pair.1.range) }
    }
    for (parameter, argument) in pairs {
      switch parameter {
      case .series:
        guard let series = Self.seriesName(argument) else { continue }
        reads.append(SeriesRead(function: function.name, series: series, moment: moment, range: e.range))
      case .moment: if Self.moment(argument) == nil { reads += collect(argument) }
      case .number, .truth, .list, .value: reads += collect(argument)
      }
    }
    return reads
  }
}
