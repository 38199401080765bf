import ExperimentGraph
import Grammar
import SourceDiagnostics
import TensorGraph

extension Spec {
  /// Shapes through every layer, then the loss.
  func lowerModel(input: DatasetContent, _ diagnostics: inout Diagnostics) -> ModelContent? {
    var shape = input.inputShape
    var layers: [LayerContent] = []
    var size = ModelSize(samples: input.count)
    do throws(LayerMisfit) { try model.formula?.checkNames(declared: names.map(\.name.value)) } catch {
      report(error, at: model.loss.range, &diagnostics)
      return nil
    }
    for item in model.layers {
      if let before = layers.last, item.value.value.vocabulary != nil {
        diagnostics.report(
          Diagnostic(
            .shapeMismatch, "`\(item.value.kind.value)` reads token numbers, and what `\(before.name)` gives are none",
            at: item.value.range, help: "let it be the first layer"))
        return nil
      }
      if let known = item.value.value.vocabulary, let tokens = input.vocabulary, tokens > known {
        diagnostics.report(
          Diagnostic(
            .shapeMismatch, "the training data has tokens up to \(tokens - 1), and `\(item.name.value)` knows those from 0 to \(known - 1)",
            at: item.value.range, help: "write `vocabulary: \(tokens)`"))
        return nil
      }
      do throws(LayerMisfit) {
        let output = try item.value.value.outputShape(for: shape)
        let content = layer(item, input: shape, output: output)
        if !measuresOnly, let excess = size.excess(adding: content) {
          diagnostics.report(excess)
          return nil
        }
        if let twin = twin(of: content, among: layers) {
          diagnostics.report(
            Diagnostic(
              .invalidName, "`\(content.name)` has a part called `\(twin.part)`, and so has `\(twin.layer.name)`", at: item.name.range,
              related: [Label(twin.layer.origin, "the other one")],
              help: "give one of them another name: the blocks of a `repeat` are called NAME-1, NAME-2, …"))
          return nil
        }
        layers.append(content)
        shape = output
      } catch {
        report(error, at: item.value.range, &diagnostics)
        return nil
      }
    }
    let isFitting = model.parameterization == nil
    let parameterized = parameterized(layers, input: input.inputShape, &diagnostics)
    guard isFitting || parameterized != nil else { return nil }
    let loss = model.loss
    do throws(LayerMisfit) {
      try loss.value.check(output: shape, target: input.targetShape, classes: input.classes)
    } catch {
      let isLayered = model.formula == nil
      let help = isLayered ? error.help : "`sum` adds up the numbers of a tensor, and `entry` takes one of them"
      report(LayerMisfit(error.code, error.message, help: help), at: loss.range, &diagnostics)
      return nil
    }
    return ModelContent(
      layers: layers, inputShape: input.inputShape, outputShape: shape,
      forward: forward(layers, scale: parameterized.map { 1 / $0.scales.alpha } ?? model.outputScale),
      loss: { graph, output, target in
        graph.origin = loss.range
        return loss.value.apply(&graph, output: output, target: target)
      })
  }

  /// A name of a parameter or mask of a layer that another layer has too, as blocks that are repeated can: `block-1` of `block`.
  private func twin(of content: LayerContent, among layers: [LayerContent]) -> (part: String, layer: LayerContent)? {
    func parts(_ layer: LayerContent) -> [String] { layer.parameters.map(\.name) + layer.masks.map(\.name) }
    for part in parts(content) {
      if let layer = layers.first(where: { parts($0).contains(part) }) { return (part, layer) }
    }
    return nil
  }

  private func layer(_ item: Named<Built<any Layer>>, input: Shape, output: Shape) -> LayerContent {
    let parameters = item.value.value.parameters(for: input).map { $0.owned(by: item.name.value) }.map { parameter in
      ParameterDeclaration(
        name: parameter.name, shape: parameter.shape, fanIn: parameter.fanIn, fanOut: parameter.fanOut, start: parameter.start,
        origin: item.value.range)
    }
    return LayerContent(
      name: item.name.value, summary: item.value.text, outputShape: output, parameters: parameters,
      masks: item.value.value.masks(for: input).map {
        MaskDeclaration(name: item.name.value + $0.name, shape: $0.shape, keep: $0.keep)
      },
      counted: item.value.value.counted(for: input), role: item.value.value.role(for: input), origin: item.value.range)
  }

  /// The layers one after another, then the output scale. Each vertex points at its layer.
  private func forward(
    _ layers: [LayerContent], scale: Double
  ) -> @Sendable (inout TensorGraph, Value, [Value], [Value]?) -> ForwardPass {
    let parts = zip(model.layers, layers).map { item, layer in
      (meaning: item.value.value, range: layer.origin, count: layer.parameters.count, masks: layer.masks.count)
    }
    let range = model.loss.range
    return { graph, input, parameters, masks in
      var value = input
      var outputs: [Value] = []
      var (next, nextMask) = (0, 0)
      for part in parts {
        graph.origin = part.range
        let own = Array(parameters[next..<(next + part.count)])
        if let masks {
          value = part.meaning.applyTraining(&graph, value, own, Array(masks[nextMask..<(nextMask + part.masks)]))
        } else {
          value = part.meaning.apply(&graph, value, own)
        }
        nextMask += part.masks
        outputs.append(value)
        next += part.count
      }
      if scale != 1 {
        graph.origin = range
        value = graph.multiply(value, graph.constant(scale))
      }
      return ForwardPass(layers: outputs, output: value)
    }
  }

  private func report(
    _ misfit: LayerMisfit, at range: SourceRange, _ diagnostics: inout Diagnostics
  ) {
    diagnostics.report(Diagnostic(misfit.code, misfit.message, at: misfit.range ?? range, help: misfit.help))
  }
}
