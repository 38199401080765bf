import Results
import TestFolders
import Testing

/// `explain-rank`: what a model says of the samples it takes.
@Suite struct ExplainRankTests {
  let tool = Tool()

  static func spec(_ model: String, _ probe: String = "", std: String = "1") -> String {
    """
    condensespec: 1
    data: {train: {function: {of: x1, x: {normal: {n: 30, d: 5}}}}}
    model: {\(model), loss: {mse: 1}}
    init: {default: {normal: {std: \(std)}}}
    train: {optimizer: {gradient_descent: {learning_rate: 0.1}}, batch: full, stop: {steps: 1}}
    \(probe)

    """
  }

  static let layers = "layers: {hidden: {dense: {units: 3, activation: tanh}}, readout: {dense: {units: 1, bias: false}}}"

  private func explained(_ text: String) throws -> CanonicalJSON {
    let folder = try TemporaryFolder()
    let answer = try tool("explain-rank", try folder.put(text, "model.yaml"), "--json")
    try #require(answer.exit == 0, "\(answer.err)")
    return try CanonicalJSON(parsing: Array(answer.out.utf8), name: "rank")
  }

  @Test func `a network has its formula, its rank, and what each layer gives`() throws {
    let json = try explained(Self.spec(Self.layers, "probes: {one: {optimistic_size: {units: 1}}}"))
    for key in ["formula", "start_rank", "generic_rank"] { #expect(json[key]?.int == 3 * 7, "\(key)") }
    #expect(json["targets"]?.elements?.first?["size"]?.int == 7)
    let parts = try #require(json["layers"]?.elements)
    #expect(parts.map { $0["name"]?.text } == ["hidden", "readout"])
    #expect(parts.map { $0["generic_adds"]?.int } == [18, 3])
  }

  @Test func `a start near 0 has the directions of a linear function alone`() throws {
    let json = try explained(Self.spec(Self.layers, std: "1e-8"))
    #expect(json["start_rank"]?.int == 6 && json["generic_rank"]?.int == 21)
  }

  @Test func `a formula is explained parameter by parameter`() throws {
    let json = try explained(Self.spec("formula: {parameters: {a: [], b: [], c: []}, output: a*x1 + b*c*x2}"))
    #expect(json["formula"]?.int == nil && json["generic_rank"]?.int == 2)
    #expect(json["layers"]?.elements?.map { $0["generic_adds"]?.int } == [1, 1, 0])
  }

  @Test func `parameters whose names begin like the formula's are told apart`() throws {
    let json = try explained(Self.spec("formula: {parameters: {formula_a: [], formula_b: []}, output: formula_a*x1 + formula_b*x2}"))
    #expect(json["layers"]?.elements?.map { $0["name"]?.text } == ["formula_a", "formula_b"])
  }

  @Test func `a model without parameters is exit 2, and is told where it stands`() throws {
    let folder = try TemporaryFolder()
    // Without a layer there is only the training to point at.
    for (model, line) in [("formula: {parameters: {}, output: x1}", 3), ("layers: {}", 5)] {
      let text = Self.spec(model).replacing("d: 5", with: "d: 1").replacing("of: x1", with: "of: x").replacing("output: x1", with: "output: x")
      let answer = try tool("explain-rank", try folder.put(text.replacing("default: {normal: {std: 1}}", with: ""), "model.yaml"))
      #expect(answer.exit == 2 && answer.err.contains("no-parameters") && answer.err.contains("model.yaml:\(line):"), "\(answer.err)")
    }
  }

  @Test func `of several stages the first or a named one is explained, with its model and what is said of it`() throws {
    let text = """
      condensespec: 1
      data: {train: {function: {of: x1, x: {normal: {n: 30, d: 5}}}}}
      models:
        narrow: {\(Self.layers), loss: {mse: 1}}
        wide:   {like: narrow, layers: {hidden: {dense: {units: 6}}}}
      init: {default: {normal: {std: 1}}}
      stages:
        first:  {train: {model: narrow, optimizer: {gradient_descent: {learning_rate: 0.1}}, batch: full, stop: {steps: 1}}}
        second: {train: {model: wide, from: start, optimizer: {gradient_descent: {learning_rate: 0.1}}, batch: full, stop: {steps: 1}}}
      probes:
        before: {optimistic_size: {units: 2}, at: start}
        after:  {optimistic_size: {units: 5}, at: {after: [second]}}

      """
    let json = try explained(text)
    #expect(json["stage"]?.text == "first" && json["model"]?.text == "narrow" && json["parameters"]?.int == 21)
    #expect(json["targets"]?.elements?.map { $0["name"]?.text } == ["before"])
    #expect(json["targets"]?.elements?.map { $0["size"]?.int } == [14])
    let folder = try TemporaryFolder()
    let answer = try tool("explain-rank", try folder.put(text, "model.yaml"))
    #expect(answer.out.contains("`first`, with the model `narrow`"), "\(answer.out)")
    let other = try tool("explain-rank", folder.path + "/model.yaml", "--stage", "second")
    #expect(other.exit == 0 && other.out.contains("`second`, with the model `wide`") && other.out.contains("parameters  42"), "\(other.out)")
    let unknown = try tool("explain-rank", folder.path + "/model.yaml", "--stage", "third")
    #expect(unknown.exit == 2 && unknown.err.contains("the stages are `first`, `second`"), "\(unknown.err)")
  }

  @Test func `as text it says the same, and what the words mean`() throws {
    let folder = try TemporaryFolder()
    let answer = try tool("explain-rank", try folder.put(Self.spec(Self.layers), "model.yaml"))
    #expect(answer.exit == 0)
    for words in ["21 = 3 · 7", "21 at the start, 21 at generic parameters", "readout", "drawn samples"] {
      #expect(answer.out.contains(words), "\(answer.out)")
    }
  }

  @Test func `derivatives that are not finite have no rank`() throws {
    let folder = try TemporaryFolder()
    let text = Self.spec("formula: {parameters: {a: [], b: []}, output: a*log(x1) + b}").replacing("of: x1", with: "of: x1^2")
    let answer = try tool("explain-rank", try folder.put(text, "model.yaml"))
    #expect(answer.exit == 3 && answer.err.contains("not finite at normal samples"), "\(answer.out)\(answer.err)")
  }

  @Test func `a large model is exit 2`() throws {
    let folder = try TemporaryFolder()
    let large = Self.spec(Self.layers.replacing("units: 3", with: "units: 3000"))
    let answer = try tool("explain-rank", try folder.put(large, "model.yaml"))
    #expect(answer.exit == 2 && answer.err.contains("1500"), "\(answer.err)")
  }

  @Test func `a point of a sweep is explained`() throws {
    let folder = try TemporaryFolder()
    let layers = Self.layers.replacing("units: 3", with: "units: m")
    let path = try folder.put(Self.spec(layers, "sweep: {grid: {m: [3, 2]}}"), "model.yaml")
    for (number, parameters) in [(nil, 21), ("1", 21), ("2", 14)] {
      let answer = try tool(["explain-rank", path] + (number.map { ["--point", $0] } ?? []))
      #expect(answer.exit == 0 && answer.out.contains("\(number ?? "1") of 2: m=\(parameters / 7)"), "\(answer.out)\(answer.err)")
      #expect(answer.out.contains("parameters  \(parameters)"), "\(answer.out)")
    }
    let none = try tool("explain-rank", path, "--point", "3")
    #expect(none.exit == 2 && none.err.contains("none has the number 3"), "\(none.err)")
    let alone = try tool("explain-rank", try folder.put(Self.spec(Self.layers), "alone.yaml"), "--point", "1")
    #expect(alone.exit == 2 && alone.err.contains("is no sweep"), "\(alone.err)")
  }

  @Test func `a rank that the cut decides is said to be so`() throws {
    let folder = try TemporaryFolder()
    let narrow = try tool("explain-rank", try folder.put(Self.spec(Self.layers), "narrow.yaml"))
    #expect(narrow.exit == 0 && !narrow.out.contains("what the cut makes it"), "\(narrow.out)")
    let text = Self.spec(Self.layers.replacing("units: 3", with: "units: 40")).replacing("d: 5", with: "d: 1").replacing("of: x1", with: "of: x")
    let wide = try tool("explain-rank", try folder.put(text, "wide.yaml"))
    #expect(wide.exit == 0 && wide.out.contains("The rank at generic parameters is what the cut makes it"), "\(wide.out)")
  }
}
