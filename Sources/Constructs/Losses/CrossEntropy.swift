import Grammar
import SourceDiagnostics
import TensorGraph

/// (1/n) Σᵢ −log softmax(f(xᵢ))[yᵢ], from logits.
struct CrossEntropy: Loss {
  func check(output: Shape, target: Shape, classes: Int?) throws(LayerMisfit) {
    guard let classes else {
      throw LayerMisfit(
        .shapeMismatch, "`cross_entropy` needs targets that are classes, and the training data has numbers",
        help: "use `mse`, or data with labels")
    }
    guard output == [classes] else {
      throw LayerMisfit(
        .shapeMismatch,
        "`cross_entropy` over \(classes) classes needs \(classes) outputs, and the last layer gives \(output)",
        help: unitsHelp(classes, output: output))
    }
  }

  func apply(_ graph: inout TensorGraph, output: Value, target: Value) -> Value {
    graph.mean(graph.softmaxCrossEntropy(output, targets: target))
  }
}

extension CrossEntropy {
  static let entry = Entry<any Loss>(
    "cross_entropy", "Mean of −log softmax(f(x)) at the true class.", example: "cross_entropy",
    alsoKnownAs: ["categorical_crossentropy", "sparse_categorical_crossentropy", "softmax_cross_entropy", "nll", "log_loss"],
    contains: ["softmax", "log_softmax"]
  ) { CrossEntropy() }
}
