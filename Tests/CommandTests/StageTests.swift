import Results
import TestFolders
import Testing

/// Stages: what an embedding keeps, critical points, and going on after an interruption.
@Suite struct StageTests {
  let tool = Tool()

  /// A network in one of several shapes, drawn with a seed, and how its units are split.
  struct Splitting: Sendable, CustomTestStringConvertible {
    let activation: String
    let layers: String
    let embed: String
    var seed = 8
    /// Shape of one sample.
    var input = [2]
    /// Whether a gradient that vanishes still does: not where units are added that give σ(0), and this is not 0.
    var keepsGradient = true
    var testDescription: String { "\(activation), seed \(seed): \(embed)" }
  }

  static let two = "hidden: {dense: {units: 3, activation: ACTIVATION}}, readout: {dense: {units: 2}}"
  static let deep =
    "first: {dense: {units: 4, activation: ACTIVATION}}, hidden: {dense: {units: 3, activation: ACTIVATION}}, "
    + "readout: {dense: {units: 2, bias: false}}"

  static let splittings: [Splitting] = ["tanh", "relu", "sigmoid", "x2_tanh", "softplus", "gelu"].flatMap { activation in
    [
      Splitting(activation: activation, layers: two, embed: "{split: {hidden: [{unit: 1, shares: [0.3, 0.7]}]}}"),
      Splitting(
        activation: activation, layers: two,
        embed: "{split: {hidden: [{unit: 0, shares: [1.5, -0.75, 0.25]}, {unit: 2, shares: [-2, 3]}]}}", seed: 9),
      Splitting(
        activation: activation, layers: two,
        embed: "{split: {hidden: [{unit: 0, shares: [0.5, 0.5]}, {unit: 0, shares: [0.25, 0.75]}]}}", seed: 10),
      Splitting(
        activation: activation, layers: deep,
        embed: "{split: {first: [{unit: 3, shares: [0.2, 0.8]}], hidden: [{unit: 0, shares: [2, -1]}]}, zeros: {hidden: 2}}", seed: 11,
        keepsGradient: !["sigmoid", "softplus"].contains(activation)),
      Splitting(
        activation: activation, layers: deep,
        embed: "{split: {first: [{unit: 0, shares: [0.6, 0.1, 0.3]}], hidden: [{unit: 2, shares: [-1, 2]}]}}", seed: 12),
    ]
  }

  /// The same with units that are negated.
  static let negated: [Splitting] = ["tanh", "x2_tanh", "sin", "identity"].flatMap { activation in
    [
      Splitting(
        activation: activation, layers: two,
        embed: "{split: {hidden: [{unit: 1, shares: [0.3, 0.7], signs: [1, -1]}, {unit: 0, shares: [1], signs: [-1]}]}}", seed: 13),
      Splitting(
        activation: activation, layers: two,
        embed: "{split: {hidden: [{unit: 0, shares: [2, -1], signs: [-1, -1]}, {unit: 0, shares: [0.5, 0.5], signs: [1, -1]}]}}", seed: 14),
      Splitting(
        activation: activation, layers: deep,
        embed: "{split: {first: [{unit: 3, shares: [0.2, 0.8], signs: [-1, 1]}], hidden: [{unit: 0, shares: [2, -1], signs: [1, -1]}]}}",
        seed: 15),
    ]
  }

  /// Units inside blocks, channels with and without sharing, and numbers of every place of a sequence, also where they are flattened.
  static let anywhere: [Splitting] = [
    Splitting(
      activation: "tanh",
      layers: """
        first: {dense: {units: 4, activation: tanh}}, block: {repeat: {times: 2, layers: {add: {residual: {layers: {
          hidden: {dense: {units: 5, activation: sin}}, back: {dense: {units: 4}}}}}}}}, readout: {dense: {units: 2}}
        """,
      embed: """
        {split: {block-2.add.hidden: [{unit: 0, shares: [0.25, 0.75]}], block-1.add.hidden: [{unit: 4, shares: [2, -1], signs: [1, -1]}]},
         zeros: {block-1.add.hidden: 3}}
        """, seed: 16),
    Splitting(
      activation: "tanh",
      layers: """
        first: {conv1d: {channels: 3, kernel: 3, activation: tanh}}, second: {conv1d: {channels: 2, kernel: 2, bias: false}},
        flat: flatten, readout: {dense: {units: 2}}
        """,
      embed: "{split: {second: [{unit: 0, shares: [3, -2], signs: [-1, 1]}], first: [{unit: 1, shares: [0.5, 0.5]}]}, zeros: {second: 1}}",
      seed: 17, input: [9]),
    Splitting(
      activation: "tanh",
      layers: """
        first: {local1d: {channels: 3, kernel: 3, activation: tanh}}, second: {local1d: {channels: 2, kernel: 2, activation: gelu}},
        flat: flatten, readout: {dense: {units: 2}}
        """,
      embed: "{split: {first: [{unit: 2, shares: [0.4, 0.6], signs: [1, -1]}], second: [{unit: 1, shares: [0.1, 0.9]}]}, zeros: {first: 2}}",
      seed: 18, input: [9]),
    Splitting(
      activation: "relu",
      layers: """
        first: {conv2d: {channels: 3, kernel: 3, activation: relu}}, pool: {max_pool2d: {kernel: 2}},
        second: {local2d: {channels: 2, kernel: 2, activation: sigmoid}}, flat: flatten, readout: {dense: {units: 2}}
        """, embed: "{split: {first: [{unit: 0, shares: [0.4, 0.6]}], second: [{unit: 1, shares: [1.5, -0.5]}]}}", seed: 19, input: [2, 8, 8]),
    Splitting(
      activation: "gelu",
      layers: """
        wide: {dense: {units: 3}}, feed: {feed_forward: {units: 4, activation: gelu, residual: true, norm: pre}},
        hidden: {dense: {units: 5, activation: tanh}}, mixed: {dense: {units: 3, activation: sin}}, flat: flatten, readout: {dense: {units: 2}}
        """,
      embed: """
        {split: {feed.inner: [{unit: 3, shares: [0.5, 0.25, 0.25]}], hidden: [{unit: 4, shares: [0.2, 0.8], signs: [-1, 1]}],
                 mixed: [{unit: 1, shares: [2, -1]}]}}
        """, seed: 20, input: [4, 3]),
    Splitting(
      activation: "softplus",
      layers: """
        hidden: {dense: {units: 5, activation: softplus}}, last: select_last, block: {residual: {layers: {
          inner: {dense: {units: 4, activation: tanh}}, outer: {dense: {units: 5}}}}}, readout: {dense: {units: 2}}
        """, embed: "{split: {block.inner: [{unit: 1, shares: [0.3, 0.7], signs: [1, -1]}]}, zeros: {block.inner: 1}}", seed: 21, input: [3, 2]),
  ]

  /// Copies that read, or are read, with shares of their own.
  static let compatible: [Splitting] = [
    Splitting(
      activation: "sigmoid", layers: twoLayersOfTwo,
      embed: """
        {split: {hidden: [{unit: 1, shares: [0.25, 0.75]}],
                 first: [{unit: 0, shares: [0.4, 0.6], by_reader: [[0.4, 0.6], [1, 0], [0.2, 0.8]]}]}}
        """),
    Splitting(
      activation: "sin", layers: twoLayersOfTwo,
      embed: """
        {split: {first: [{unit: 1, shares: [2, -1], signs: [1, -1], by_reader: [[4, -3], [2, -1], [-2, 3], [7, -6]]}],
                 hidden: [{unit: 0, shares: [2/3, 1/3], signs: [-1, 1]}]}, zeros: {hidden: 1}}
        """),
  ]

  func spec(_ folder: TemporaryFolder, _ item: Splitting, _ stages: String, _ rest: String) throws -> String {
    try folder.put(
      """
      condensespec: 1
      precision: float64
      seed: \(item.seed)
      data: {train: {npy: {inputs: x.npy, targets: y.npy}}}
      model: {layers: {\(item.layers.replacing("ACTIVATION", with: item.activation))}, loss: {mse: {factor: 1}}}
      init: {default: {normal: {std: 0.9}}}
      stages: \(stages)
      \(rest)
      """, "spec.yaml")
  }

  func putData(_ folder: TemporaryFolder, _ input: [Int] = [2]) throws {
    let count = 17 * input.reduce(1, *)
    let inputs: [Double] = (0..<count).map { Double(($0 * 37) % 23) / 11 - 1 }
    let targets: [Double] = (0..<34).map { Double(($0 * 19) % 17) / 8 - 1 }
    for (name, values, shape) in [("x.npy", inputs, input), ("y.npy", targets, [2])] {
      try DurableFile.write(NPY.encode(NumericArray(values, shape: [17] + shape)), to: folder.path + "/" + name)
    }
  }

  @Test(arguments: splittings + negated + anywhere) func `an embedding keeps the output, and a gradient is zero exactly where it was`(
    _ item: Splitting
  ) throws {
    let folder = try TemporaryFolder()
    try putData(folder, item.input)
    // The gradient by an outgoing weight stands there once for each copy, that by an input weight by the copy's share: no sum of absolute
    // values falls, and none of these splittings makes one grow tenfold.
    let path = try spec(
      folder, item, "{narrow: {evaluate: {}}, wide: {embed: \(item.embed)}}",
      """
      probes:
        output:   {output: {on: train}, at: {after: [narrow, wide]}}
        gradient: {gradient_norm: {norm: l1}, at: {after: [narrow, wide]}}
      claims:
        varies: {expect: "at(output.largest, narrow) > at(output.smallest, narrow)"}
        output: {expect: "distance(at(output, narrow), at(output, wide)) <= 1e-12"}
        steep:  {expect: "at(gradient, narrow) > 0.01"}
        zero:   {expect: "at(gradient, wide) <= \(item.keepsGradient ? "10*at(gradient, narrow)" : "1e9")"}
        not_zero: {expect: "at(gradient, wide) >= (1 - 1e-12)*at(gradient, narrow)"}
      """)
    let answer = try tool("run", path, "--quiet", "--out", folder.path + "/out")
    #expect(answer.exit == 0, "\(answer.out)\(answer.err)")
  }

  private static let smallNetwork = """
    condensespec: 1
    data: {train: {function: {of: sin(3*x), x: {linspace: [-1, 1, 10]}}}}
    model: {layers: {hidden: {dense: {units: 2, activation: tanh}}, readout: {dense: {units: 1}}}, loss: {mse: 1}}
    init: {default: {normal: {std: 0.5}}}

    """
  private static let threeSteps = "{train: {optimizer: {gradient_descent: {learning_rate: 0.1}}, batch: full, stop: {steps: 3}}}"

  @Test func `each stage has its own lines and maps, in a run and in a point of a sweep`() throws {
    let folder = try TemporaryFolder()
    let text = Self.smallNetwork + """
      stages: {a: \(Self.threeSteps), wide: {embed: {zeros: {hidden: 1}}}, again: \(Self.threeSteps)}
      metrics: {at: [{every: 1}, end], record: [train.loss]}
      probes: {sim: {cosine_similarity: hidden.weight, at: {after: [a, again]}}}
      claims: {last: {expect: "at(train.loss, again) == last(train.loss)"}}

      """
    let words = ["train.loss, a", "train.loss, again", "sim, a", "sim, again", ">again<", "the end of its last stage"]
    let answer = try tool("run", try folder.put(text, "one.yaml"), "--quiet", "--out", folder.path + "/out")
    #expect(answer.exit == 0, "\(answer.err)")
    let bundle = try ResultBundle(at: answer.lastLine)
    let figures = bundle.index.artifacts.map(\.path).filter { $0.hasPrefix("figures/") }
    #expect(figures == ["figures/loss.svg", "figures/sim.a.svg", "figures/sim.again.svg"])
    let page = String(decoding: try bundle.bytes(of: "report.html"), as: UTF8.self)
    for word in words { #expect(page.contains(word), "\(word)") }
    let sweep = try tool("run", try folder.put(text + "sweep: {grid: {seed: [1, 2]}}\n", "two.yaml"), "--quiet", "--out", folder.path + "/out")
    #expect(sweep.exit == 0, "\(sweep.err)")
    let runs = folder.path + "/out/runs"
    let point = try #require(try Folder.entries(runs).map(\.name).first { $0.hasPrefix("two-") })
    #expect(try tool("report", runs + "/" + point, "--html", folder.path + "/point.html").exit == 0)
    let drawn = try folder.text("point.html")
    for word in words { #expect(drawn.contains(word), "\(word)") }
  }

  @Test func `figures draw what stages recorded, whatever their widths`() throws {
    let folder = try TemporaryFolder()
    let text = Self.smallNetwork + """
      stages: {a: \(Self.threeSteps), wide: {embed: {split: {hidden: [{unit: 0, shares: [0.5, 0.5]}]}}}, again: {evaluate: {}}}
      probes:
        output:  {output: {on: train}, at: {after: [a, again]}}
        neurons: {neuron_features: {layer: hidden}, at: {after: [a, wide, again]}}
      figures:
        functions: {function: {of: output, over: train, at: [a, again]}}
        features:  {orientation: {of: neurons, at: [a, wide, end]}}
      claims: {alike: {expect: "distance(at(output, a), at(output, again)) <= 1e-6"}}

      """
    for (name, sweep) in [("one", ""), ("two", "sweep: {grid: {seed: [1, 2]}}\n")] {
      let answer = try tool("run", try folder.put(text + sweep, name + ".yaml"), "--quiet", "--out", folder.path + "/out")
      #expect(answer.exit == 0, "\(answer.out)\(answer.err)")
      let bundle = try ResultBundle(at: answer.lastLine)
      for (figure, title) in [("functions", ">again<"), ("features", ">wide<")] {
        let svg = String(decoding: try bundle.bytes(of: "figures/\(figure).svg"), as: UTF8.self)
        #expect(svg.contains(title) && !svg.contains("no finite"), "\(name), \(figure)")
      }
    }
  }

  /// Two units in each layer.
  static let twoUnits = "hidden: {dense: {units: 2, activation: ACTIVATION}}, readout: {dense: {units: 1}}"
  static let twoLayersOfTwo =
    "first: {dense: {units: 2, activation: ACTIVATION}}, hidden: {dense: {units: 2, activation: ACTIVATION}}, "
    + "readout: {dense: {units: 1, bias: false}}"

  /// Networks with critical points that are found within seconds.
  static let searched: [Splitting] = [
    Splitting(activation: "tanh", layers: twoUnits, embed: "{split: {hidden: [{unit: 1, shares: [0.3, 0.7], signs: [-1, 1]}]}}"),
    Splitting(activation: "relu", layers: twoUnits, embed: "{split: {hidden: [{unit: 0, shares: [1.5, -0.75, 0.25]}]}}"),
    Splitting(
      activation: "sin", layers: twoLayersOfTwo, embed: "{split: {first: [{unit: 1, shares: [2, -1], signs: [1, -1]}]}, zeros: {hidden: 1}}"),
    Splitting(
      activation: "sigmoid", layers: twoLayersOfTwo,
      embed: "{split: {first: [{unit: 0, shares: [0.5, 0.5]}], hidden: [{unit: 1, shares: [3, -2]}]}}"),
  ]

  @Test(arguments: searched + compatible) func `a critical point stays one in a wider network, with no fewer signs of each kind`(
    _ item: Splitting
  ) throws {
    let folder = try TemporaryFolder()
    let text = """
      condensespec: 1
      precision: float64
      seed: \(item.seed)
      data: {train: {function: {of: sin(4*x1) - 0.5*x1 + x2^2*x1, x: {normal: {n: 60, d: 2}}}}}
      model: {layers: {\(item.layers.replacing("ACTIVATION", with: item.activation))}, loss: {mse: {factor: 1}}}
      init: {default: {normal: {std: 0.9}}}
      stages:
        drawn:  {evaluate: {}}
        narrow: {critical_point: {from: start, until: 1e-11, restarts: 10, iterations: 2000}}
        wide:   {embed: \(item.embed)}
      probes:
        gradient: {gradient_norm: {norm: l1}, at: {after: [drawn, narrow, wide]}}
        hessian:  {hessian_spectrum: {}, at: {after: [narrow, wide]}}
        output:   {output: {on: train}, at: {after: [narrow, wide]}}
      claims:
        critical: {expect: "at(gradient, narrow) <= 1e-11 and at(gradient, wide) <= 1e-10"}
        output:   {expect: "distance(at(output, narrow), at(output, wide)) <= 1e-12"}
        negative: {expect: "at(hessian.negative, wide) >= at(hessian.negative, narrow)"}
        zero:     {expect: "at(hessian.zero, wide) > at(hessian.zero, narrow)"}
        positive: {expect: "at(hessian.positive, wide) >= at(hessian.positive, narrow)"}
        control:  {expect: "at(gradient, drawn) > 0.01"}
      """
    let answer = try tool("run", try folder.put(text, "spec.yaml"), "--quiet", "--out", folder.path + "/out")
    #expect(answer.exit == 0, "\(answer.out)\(answer.err)")
  }

  static let critical = """
    condensespec: 1
    precision: float64
    seed: 1
    data: {train: {function: {of: tanh(x-7) + tanh(x) + tanh(x+7), x: {linspace: [-15, 15, 50]}}}}
    model: {layers: {hidden: {dense: {units: 1, activation: tanh}}, readout: {dense: {units: 1, bias: false}}}, loss: {mse: {factor: 1}}}
    init: {default: {normal: {std: 1}}}
    stages:
      narrow: {critical_point: {until: 1e-13, restarts: 5}}
      once:   {embed: {split: {hidden: [{unit: 0, shares: [0.3, 0.7]}]}}}
      twice:  {embed: {split: {hidden: [{unit: 0, shares: [1.5, -0.5]}]}}}
      other:  {evaluate: {from: start}}
    metrics: {at: {after: [narrow, once, twice]}, record: [train.loss]}
    probes:
      gradient: {gradient_norm: {norm: l1}, at: {after: [narrow, once, twice, other]}}
      hessian:  {hessian_spectrum: {}, at: {after: [narrow, once, twice]}}
      output:   {output: {on: train}, at: {after: [narrow, once, twice, other]}}
    claims:
      minimum:  {expect: "abs(at(train.loss, narrow) - 0.10902274) <= 1e-8"}
      critical: {expect: "at(gradient, narrow) <= 1e-12 and at(gradient, once) <= 1e-10 and at(gradient, twice) <= 1e-10"}
      same:     {expect: "abs(at(train.loss, twice) - at(train.loss, narrow)) <= 1e-15"}
      counts:   {expect: "at(hessian.counts, narrow) == [0, 0, 3] and at(hessian.counts, twice) == [2, 2, 5]"}
      output:   {expect: "distance(at(output, narrow), at(output, twice)) <= 1e-12"}
      control:  {expect: "at(gradient, other) > 0.01 and distance(at(output, narrow), at(output, other)) > 0.01"}
    """

  @Test func `a critical point is found, and stays one when its unit is split`() throws {
    let folder = try TemporaryFolder()
    let answer = try tool("run", try folder.put(Self.critical, "critical.yaml"), "--quiet", "--out", folder.path)
    #expect(answer.exit == 0, "\(answer.out)\(answer.err)")
  }

  @Test func `a search comes to the same bits on every path and after interruptions`() throws {
    let folder = try TemporaryFolder()
    let run = try tool("run", try folder.put(Self.critical, "critical.yaml"), "--quiet", "--out", folder.path)
    try #require(run.exit == 0)
    let answer = try tool("verify", run.lastLine, "--vary", "threads,isa,resume")
    #expect(answer.exit == 0, "\(answer.out)\(answer.err)")
  }

  @Test func `a search that ends too early fails the run and says so`() throws {
    let folder = try TemporaryFolder()
    let answer = try tool(
      "run", try folder.put(Self.critical, "critical.yaml"), "--quiet", "--out", folder.path,
      "--set", "stages.narrow.critical_point.iterations=3")
    #expect(answer.exit != 0 && answer.err.contains("`narrow` found no critical point in 6 attempts"), "\(answer.err)")
    #expect(answer.err.contains("critical.yaml:") && answer.err.contains("`until` is 1e-"), "\(answer.err)")
    let going = try tool(
      "run", folder.path + "/critical.yaml", "--quiet", "--out", folder.path, "--set", "stages.narrow.critical_point.iterations=3",
      "--set", "stages.narrow.critical_point.on_failure=record")
    // It goes on, and its claims say that it is nowhere.
    #expect(going.exit == 1, "\(going.err)")
  }

  @Test func `condensing a split network gives back the narrow one`() throws {
    let folder = try TemporaryFolder()
    try putData(folder)
    let item = Splitting(
      activation: "relu", layers: Self.two,
      embed: "{split: {hidden: [{unit: 0, shares: [0.25, 0.75]}, {unit: 2, shares: [3, -2]}]}}")
    let path = try spec(
      folder, item, "{narrow: {evaluate: {}}, wide: {embed: \(item.embed)}, thin: {condense: {layer: hidden, similarity: 0.999}}}",
      """
      metrics: {at: {after: [narrow, wide, thin]}}
      probes: {left: {effective_neurons: {layer: hidden, threshold: 0.9999}, at: {after: [narrow, wide, thin]}}}
      claims:
        same:  {expect: "abs(at(train.loss, thin) - at(train.loss, narrow)) <= 1e-13"}
        wide:  {expect: "at(left.kept, narrow) == 3 and at(left.kept, wide) == 5"}
        fewer: {expect: "at(left.kept, thin) == 3"}
      """)
    let answer = try tool("run", path, "--quiet", "--out", folder.path + "/out")
    #expect(answer.exit == 0, "\(answer.out)\(answer.err)")
  }

  @Test func `a stage goes on in another model with the parameters it starts from`() throws {
    let folder = try TemporaryFolder()
    let text = """
      condensespec: 1
      precision: float64
      seed: 5
      data: {train: {function: {of: sin(3*x), x: {linspace: [-1, 1, 15]}}}}
      models:
        plain:  {layers: {hidden: {dense: {units: 6, activation: tanh}}, readout: {dense: {units: 1}}}, loss: {mse: 1}}
        scaled: {like: plain, output_scale: 0.25}
        other:  {layers: {first: {dense: {units: 3, activation: tanh}}, second: {dense: {units: 1}}}, loss: {mse: 1}}
      init: {default: lecun, first.bias: zeros}
      stages:
        trained: {train: {optimizer: {gradient_descent: {learning_rate: 0.1}}, batch: full, stop: {steps: 30}}}
        quarter: {evaluate: {model: scaled}}
        again:   {evaluate: {model: plain, from: quarter}}
        other:   {evaluate: {model: other, from: start}}
      probes:
        output: {output: {on: train}, at: {after: [trained, quarter, again, other]}}
        size:   {parameter_norm: {}, at: {after: [trained, quarter]}}
      claims:
        scaled: {expect: "at(output.largest, quarter) == 0.25*at(output.largest, trained)"}
        same:   {expect: "at(size, quarter) == at(size, trained) and distance(at(output, again), at(output, trained)) == 0"}
        other:  {expect: "distance(at(output, other), at(output, trained)) > 0.01"}
      """
    let answer = try tool("run", try folder.put(text, "spec.yaml"), "--quiet", "--out", folder.path + "/out")
    #expect(answer.exit == 0, "\(answer.out)\(answer.err)")
  }

  /// A training from the parameters of another stage, and the parameters that it comes to.
  func trained(_ rate: String, under folder: String) throws -> (rate: Double, checkpoint: [UInt8]) {
    let spec = """
      condensespec: 1
      precision: float64
      seed: 3
      data: {train: {function: {of: sin(3*x), x: {linspace: [-1, 1, 15]}}}}
      model: {layers: {hidden: {dense: {units: 6, activation: tanh}}, readout: {dense: {units: 1}}}, loss: {mse: 1/2}}
      init: {default: lecun}
      stages:
        first: {train: {optimizer: {gradient_descent: {learning_rate: 0.1}}, batch: full, stop: {steps: 30}}}
        on:    {train: {optimizer: {gradient_descent: {learning_rate: \(rate)}}, batch: full, stop: {steps: 40}}}
      probes: {clock: {training_time: {}, at: end}}
      """
    let path = folder + "/spec.yaml"
    try DurableFile.write(Array(spec.utf8), to: path)
    let answer = try tool("run", path, "--quiet", "--out", folder + "/out")
    try #require(answer.exit == 0, "\(answer.err)")
    let bundle = try ResultBundle(at: answer.lastLine)
    let row = String(decoding: try bundle.bytes(of: "probes/clock.csv"), as: UTF8.self).split(separator: "\n")[1].split(separator: ",")
    return (try #require(Double(row[3])), try bundle.bytes(of: "checkpoints/step-000070.safetensors"))
  }

  @Test func `a rate that is halved starts the stage again from the parameters it began with`() throws {
    let folder = try TemporaryFolder()
    let found = try trained("{auto: {start: 64}}", under: folder.path)
    #expect(found.rate < 64)
    let stated = try trained("\(found.rate)", under: folder.path)
    #expect(stated.rate == found.rate && stated.checkpoint == found.checkpoint)
  }
}
