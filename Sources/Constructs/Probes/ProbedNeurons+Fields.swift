import ExperimentGraph
import Grammar
import SourceDiagnostics

// What every probe of neurons asks the user for, said once.

extension ProbedNeurons {
  static var layerField: Field<Located<String>> {
    .required("layer", .name("layer"), "The layer whose units are looked at.")
  }

  static var readoutField: Field<Located<String>?> {
    .maybe("readout", .name("layer"), "The layer that reads the units; left out, the next one with a weight.")
  }

  static func amplitudeField(default word: String) -> Field<NeuronAmplitude> {
    .optional(
      "amplitude", .choice(NeuronAmplitude.self), default: word,
      "The size A of a unit: `product` is ‖a‖ ‖(w, b)‖ with the weights a by which it is read, `input` is ‖(w, b)‖ alone.")
  }

  static var firstUnitsField: Field<Located<Int>?> {
    .maybe(
      "first_units", .located(.integer(1...Limits.units)),
      "Look at so many units from the first on: where the others are their copies of opposite sign, each pair is looked at once.")
  }
}
