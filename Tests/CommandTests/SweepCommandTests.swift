import Glibc
import Results
import TestFolders
import Testing

/// Sweeps as a user runs them: side by side, killed, enlarged, with points that fail.
@Suite struct SweepCommandTests {
  let tool = Tool()

  /// Twelve short trainings with summaries and claims.
  static let spec = """
    condensespec: 1
    title: A small sweep
    precision: float64
    sweep: {grid: {m: [4, 8, 16], gamma: [0.5, 1], seed: {range: [1, 2]}}}
    data: {train: {function: {of: x^2, x: {linspace: [-1, 1, 12]}}}}
    model:
      layers:
        hidden:  {dense: {units: m, activation: tanh}}
        readout: {dense: {units: 1}}
      loss: {mse: {factor: 1}}
    init: {default: {normal: {std: m^-gamma}}}
    train:
      optimizer: {gradient_descent: {learning_rate: 0.1}}
      batch: full
      stop: {steps: STEPS}
    metrics: {at: [start, end], record: [train.loss]}
    probes: {moved: {relative_distance: {}, at: [end]}}
    summaries:
      loss:  {mean: {of: last(train.loss), over: seed}}
      slope: {slope: {x: log(m), y: log(moved), by: gamma}}
    claims:
      falls:   {expect: last(train.loss) < first(train.loss), share: 0.9}
      farther: {expect: slope > -10, kind: derived}
    """

  func put(_ folder: TemporaryFolder, steps: Int = 50, changing: (String, String)? = nil) throws -> String {
    var text = Self.spec.replacing("STEPS", with: "\(steps)")
    if let changing { text = text.replacing(changing.0, with: changing.1) }
    return try folder.put(text, "small.yaml")
  }

  func digest(_ answer: Tool.Answer) throws -> ContentDigest { try ResultBundle(at: answer.lastLine).index.resultDigest }

  func points(_ folder: TemporaryFolder) throws -> [String] {
    try Folder.entries(folder.path + "/runs").map(\.name).filter { !$0.hasPrefix(".") }
  }

  @Test func `a name of let that a variant changes is in claims what it is at each point`() throws {
    let folder = try TemporaryFolder()
    let text = Specs.parabola.replacing("falls: {expect: last(train.loss) < first(train.loss)}", with: "own: {expect: number == rate*1000}")
      .replacing("learning_rate: 0.1", with: "learning_rate: rate") + """
        sweep: {grid: {variant: [slow, fast]}}
        let: {number: 7}
        variants:
          slow: {let: {rate: 0.01, number: 10}}
          fast: {let: {rate: 0.02, number: 20}}

        """
    let answer = try tool("run", try folder.put(text, "sweep.yaml"), "--quiet", "--out", folder.path)
    #expect(answer.exit == 0, "\(answer.out)\(answer.err)")
  }

  /// What a claim over points expects beside the words that it is not reproduced, and the exit code.
  static let differing: [(claim: String, exit: Int32)] = [
    ("expect: last(train.loss) < 0", 0), ("expect: slope > 1e9", 0), ("expect: last(train.loss) < first(train.loss)", 1),
    ("expect: seed == 1", 0), ("expect: seed == 1, share: 0.5", 1), ("expect: seed == 1, where: seed < 2", 1),
  ]

  @Test(arguments: differing.indices) func `a claim over points that is not reproduced must fail`(index: Int) throws {
    let row = Self.differing[index]
    let folder = try TemporaryFolder()
    let text = "{\(row.claim), not_reproduced: \"not in `one` of them\"}"
    let spec = try put(folder, changing: ("farther: {expect: slope > -10, kind: derived}", "farther: \(text)"))
    let answer = try tool("run", spec, "--out", folder.path)
    #expect(answer.exit == row.exit, "\(answer.out)\(answer.err)")
    #expect(answer.out.contains("[diff] farther") == (row.exit == 0), "\(answer.out)")
    #expect(answer.err.contains("the claim `farther` holds, though") == (row.exit == 1), "\(answer.err)")
    let page = try tool("paper", spec, "--out", folder.path, "--html", folder.path + "/paper.html")
    #expect(page.exit == row.exit, "\(page.err)")
    let html = try folder.text("paper.html")
    #expect(html.contains("What was not reproduced") == (row.exit == 0))
    #expect(html.contains("not in <code>one</code> of them"))
    #expect(page.err.contains("the claim `small.farther` holds, though") == (row.exit == 1), "\(page.err)")
    let shown = try tool("graph", spec)
    #expect(shown.out.contains("  not reproduced\n"), "\(shown.out)\(shown.err)")
  }

  @Test func `a page of papers has a table of ranks, with what is expected`() throws {
    let folder = try TemporaryFolder()
    let spec = try folder.put(
      """
      condensespec: 1
      title: The rank of `two` models
      precision: float64
      sweep: {grid: {k: [1, 2]}}
      data: {train: {function: {of: x1, x: {normal: {n: 40, d: 2}}}}}
      model: {layers: {hidden: {dense: {units: k, activation: tanh, bias: false}}, readout: {dense: {units: 1, bias: false}}}, loss: {mse: 1}}
      init: {default: {normal: {std: 1}}}
      stages: {drawn: {evaluate: {}}}
      metrics: {at: end, record: [train.loss]}
      checkpoints: {at: []}
      probes: {model: {model_rank: {on: train}, at: end}}
      summaries: {most: {max: {of: model.rank}}}
      claims:
        formula: {expect: 3*k == model.rank, where: k == 2}
        largest: {near: {value: most, target: 6, within: 0.5}}
        another: {expect: most >= 7 and most < 9, kind: published, not_reproduced: "It is `6`."}
        loss:    {expect: last(train.loss) > 0}

      """, "ranks.yaml")
    let answer = try tool("paper", spec, "--out", folder.path, "--html", folder.path + "/paper.html")
    #expect(answer.exit == 0, "\(answer.err)")
    let html = try folder.text("paper.html")
    let section = try #require(html.split(separator: "<section id=\"ranks\"").last?.split(separator: "</section>").first)
    for text in ["formula", "largest", "another", "<td>6</td><td><div class=\"found\">6</div>", "<td>6 ± 0.5</td><td><div class=\"found\">6<", "<td>≥ 7, &lt; 9</td><td><div class=\"found\">6<"] {
      #expect(section.contains(text), "\(text) in \(section)")
    }
    #expect(!section.contains("<strong>loss</strong>"))
    #expect(html.contains("The rank of <code>two</code> models</h2>") && html.contains("It is <code>6</code>."))
    #expect(html.contains("1 experiment, 4 claims: 3 pass, 0 fail, 0 undecided, 1 not reproduced."))
  }

  @Test func `one thread and two come to the same bundle, which verifies`() throws {
    let folder = try TemporaryFolder()
    let spec = try put(folder)
    let one = try tool("run", spec, "--quiet", "--threads", "1", "--out", folder.path + "/one")
    let two = try tool("run", spec, "--quiet", "--threads", "2", "--out", folder.path + "/two")
    #expect(one.exit == 0 && two.exit == 0, "\(one.err)\(two.err)")
    #expect(try digest(one) == digest(two))
    let bundle = try ResultBundle(at: one.lastLine)
    #expect(try bundle.table("table.csv").rows.count == 12)
    #expect(try bundle.table("summaries/loss.csv").columns == ["m", "gamma", "value", "points"])
    #expect(try bundle.table("summaries/slope.csv").numbers(of: "points") == [6, 6])
    let verified = try tool("verify", one.lastLine)
    #expect(verified.exit == 0, "\(verified.out)\(verified.err)")
    let again = try tool("run", one.lastLine + "/spec/resolved.yaml", "--quiet", "--out", folder.path + "/again")
    #expect(try digest(again) == digest(one), "\(again.err)")
  }

  @Test func `a sweep that was killed goes on with the points that are missing`() throws {
    let folder = try TemporaryFolder()
    let spec = try put(folder, steps: 20_000)
    let straight = try tool("run", spec, "--quiet", "--out", folder.path + "/straight")
    #expect(straight.exit == 0, "\(straight.err)")
    let words = ["run", spec, "--quiet", "--threads", "1", "--out", folder.path]
    let process = try tool.start(words)
    while try !Folder.exists(folder.path + "/runs") || points(folder).count < 3 { usleep(1000) }
    process.send(SIGKILL)
    _ = try process.answer()
    let before = try points(folder)
    #expect(before.count >= 3 && before.count < 12)
    let kept = try before.map { try FileBytes.read(folder.path + "/runs/\($0)/environment.json") }
    let finished = try tool(words)
    #expect(finished.exit == 0, "\(finished.err)")
    #expect(try digest(finished) == digest(straight))
    let after = try before.map { try FileBytes.read(folder.path + "/runs/\($0)/environment.json") }
    #expect(after == kept, "finished points are not run again")
  }

  @Test func `a signal ends a sweep with exit 4, and the same command finishes it`() throws {
    let folder = try TemporaryFolder()
    let spec = try put(folder, steps: 40_000)
    let process = try tool.start(["run", spec, "--out", folder.path])
    while process.errorsSoFar.isEmpty { usleep(1000) }
    process.send(SIGINT)
    let stopped = try process.answer()
    #expect(stopped.exit == 4 && stopped.err.contains("of 12 points; the same command again goes on"), "\(stopped.err)")
    #expect(try tool("run", spec, "--quiet", "--out", folder.path).exit == 0)
  }

  @Test func `values that are added later run only the new points`() throws {
    let folder = try TemporaryFolder()
    #expect(try tool("run", try put(folder), "--quiet", "--out", folder.path).exit == 0)
    let before = try points(folder)
    let wider = try put(folder, changing: ("gamma: [0.5, 1]", "gamma: [0.5, 0.75, 1]"))
    #expect(try tool("run", wider, "--quiet", "--out", folder.path).exit == 0)
    let after = try points(folder)
    #expect(before.count == 12 && after.count == 18 && Set(before).isSubset(of: after))
    let other = try put(folder, changing: ("share: 0.9", "share: 0.8"))
    #expect(try tool("run", other, "--quiet", "--out", folder.path).exit == 0)
    #expect(try points(folder).count == 18, "a claim changes no point")
  }

  @Test func `a point of a sweep is the bundle that its resolved spec makes alone`() throws {
    let folder = try TemporaryFolder()
    #expect(try tool("run", try put(folder), "--quiet", "--out", folder.path).exit == 0)
    let point = folder.path + "/runs/" + (try #require(try points(folder).first))
    let alone = try tool("run", point + "/spec/resolved.yaml", "--quiet", "--out", folder.path + "/alone")
    #expect(alone.exit == 0, "\(alone.err)")
    let (a, b) = (try ResultBundle(at: point).index, try ResultBundle(at: alone.lastLine).index)
    #expect(a.id == b.id && a.resultDigest == b.resultDigest)
  }

  @Test func `a claim that fails makes exit 1, and says how many points hold`() throws {
    let folder = try TemporaryFolder()
    let answer = try tool("run", try put(folder, changing: ("slope > -10", "slope > 10")), "--out", folder.path)
    #expect(answer.exit == 1, "\(answer.err)")
    let claims = try #require(try ResultBundle(at: answer.lastLine).json("claims.json").elements)
    #expect(claims.map { $0["verdict"]?.text } == ["pass", "fail"])
    #expect(claims[1]["cells"]?.int == 2 && claims[1]["held"]?.int == 0)
  }

  @Test func `a point that is not finite is kept as failed, the others are finished, and exit is 4`() throws {
    let folder = try TemporaryFolder()
    let spec = try put(folder, changing: ("learning_rate: 0.1", "learning_rate: 0.1*(1 + (m - 4)*(m - 8)*1e9)"))
    let answer = try tool("run", spec, "--out", folder.path)
    #expect(answer.exit == 4, "\(answer.out)\(answer.err)")
    #expect(answer.err.contains("4 points failed, the first at m=16 gamma=0.5 seed=1"), "\(answer.err)")
    #expect(try points(folder).count == 8)
    let name = try #require(try Folder.entries(folder.path + "/sweeps").map(\.name).first { !$0.hasPrefix(".") })
    let bundle = try ResultBundle(at: folder.path + "/sweeps/" + name)
    let table = String(decoding: try bundle.bytes(of: "table.csv"), as: UTF8.self)
    #expect(table.split(separator: "\n").count { $0.contains(",failed,") } == 4)
    #expect(bundle.index.status == .stopped)
  }

  @Test func `more than a thousand points need to be meant`() throws {
    let folder = try TemporaryFolder()
    let spec = try put(folder, steps: 1, changing: ("range: [1, 2]", "range: [1, 200]"))
    let refused = try tool("run", spec, "--out", folder.path)
    #expect(refused.exit == 2 && refused.err.contains("1200 points") && refused.err.contains("--yes"), "\(refused.err)")
    #expect(!Folder.exists(folder.path + "/runs"))
  }
}
