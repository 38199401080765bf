/// Names of the resident slots that the programs of one experiment share.
///
/// A parameter keeps the name the spec knows, `layer.weight`; user names hold no `#`, so nothing else can meet them.
enum SlotName {
  /// All inputs of a dataset, (samples, numbers of one input).
  static func inputs(_ dataset: String) -> String { "\(dataset)#inputs" }

  /// All targets of a dataset, (samples, numbers of one target).
  static func targets(_ dataset: String) -> String { "\(dataset)#targets" }

  /// Row numbers of the samples a program of `count` samples reads, (count).
  static func rows(_ count: Int) -> String { "rows#\(count)" }

  /// A state tensor the optimizer keeps for a parameter.
  static func state(_ state: String, of parameter: String) -> String { "\(parameter)#\(state)" }

  /// A direction in which the gradient is differentiated, shaped like the parameter; zero between uses.
  static func direction(_ number: Int, of parameter: String) -> String { "\(parameter)#direction#\(number)" }

  /// The mask a layer draws for each update of `count` samples, (count, numbers for one sample).
  static func mask(_ layer: String, _ count: Int) -> String { "\(layer)#mask#\(count)" }

  /// A scalar given anew each step.
  static func scalar(_ name: String) -> String { "step#\(name)" }
}
