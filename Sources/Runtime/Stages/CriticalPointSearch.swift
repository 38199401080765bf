import Analysis
import ExperimentGraph
import Results
import TensorGraph

/// A search for parameters at which the gradient of the training loss vanishes, one iteration at a time.
///
/// The loss is factor/n Σ r², with the residuals r of every output of every sample; its gradient g is 2 factor/n Jᵀ r. An iteration of
/// `levenbergMarquardt` solves
/// (Jᵀ J + λ diag Jᵀ J) δ = Jᵀ r and is made if it lowers the loss, or the gradient where the loss is as low as it can be told; λ falls
/// after an iteration that was made and rises after one that was not.
/// One of `newton` solves H δ = g, halves δ until the gradient's norm falls, and gives up where it does not.
/// Source: Marquardt, SIAM J. Appl. Math. 11 (1963); Nocedal & Wright, Numerical Optimization, section 10.3.
struct CriticalPointSearch {
  /// The best critical point of the attempts so far.
  struct Found: Sendable {
    let loss: Double
    let parameters: [Double]
  }

  /// What is known at one place.
  private struct Place {
    let squares: Double
    /// Jᵀ J, (parameters, parameters); empty for Newton's method, which has no use for it.
    let normal: [Double]
    /// Jᵀ r.
    let slope: [Double]
    /// Σ |∂L/∂θ|.
    let gradientNorm: Double
  }

  let content: CriticalPointContent
  private let dataset: String
  private let targets: [Double]
  private let scale: Double

  private(set) var attempt = 0
  /// Iterations of this attempt.
  private(set) var iteration = 0
  /// Iterations of all attempts.
  private(set) var steps = 0
  private(set) var damping = Self.firstDamping
  private(set) var best: Found?
  /// The gradient's norm where the search is.
  private(set) var gradientNorm = Double.infinity
  private var place: Place?

  private static let firstDamping = 1e-3
  private static let largestDamping = 1e16

  init(_ content: CriticalPointContent, _ session: borrowing Session) {
    self.content = content
    dataset = session.experiment.training.dataset
    targets = session.values(SlotName.targets(dataset))
    scale = content.lossFactor / Double(session.experiment.trainingData.count)
  }

  /// One iteration. True once every attempt has ended; the parameters are then those of the best critical point, if there is one.
  mutating func advance(_ session: inout Session) -> Bool {
    let here = place ?? look(session)
    place = here
    gradientNorm = here.gradientNorm
    if here.gradientNorm <= content.gradientNorm {
      let loss = scale * here.squares
      if best.map({ loss < $0.loss }) ?? true { best = Found(loss: loss, parameters: session.parameters) }
      return end(&session)
    }
    if iteration == content.iterations || damping > Self.largestDamping || !here.squares.isFinite { return end(&session) }
    iteration += 1
    steps += 1
    if content.method == .newton { return stepToZero(of: here, &session) ? false : end(&session) }
    let start = session.parameters
    if let step = step(here) {
      session.parameters = zip(start, step).map { $0 - $1 }
      let there = look(session)
      let isLower = there.squares < here.squares * (1 - Self.rounding)
      if isLower || (there.squares <= here.squares * (1 + Self.rounding) && there.gradientNorm < here.gradientNorm) {
        place = there
        gradientNorm = there.gradientNorm
        damping = max(damping / 10, Double.leastNormalMagnitude)
        return false
      }
      session.parameters = start
    }
    damping *= 4
    return false
  }

  /// One step of Newton's method. False where none lowers the norm of the gradient.
  private mutating func stepToZero(of here: Place, _ session: inout Session) -> Bool {
    guard let program = session.programs.hessians.first(where: { $0.dataset == dataset && $0.purpose == .matrix }) else {
      preconditionFailure("Newton's method has the program of second derivatives")
    }
    let start = session.parameters
    guard var step = solution(of: session.hessian(program).values, here.slope.map { 2 * scale * $0 }) else { return false }
    for _ in 0..<Self.mostHalvings {
      session.parameters = zip(start, step).map { $0 - $1 }
      let there = look(session)
      if there.gradientNorm < here.gradientNorm {
        place = there
        gradientNorm = there.gradientNorm
        return true
      }
      step = step.map { $0 / 2 }
    }
    session.parameters = start
    return false
  }

  private static let mostHalvings = 30

  /// Share of a sum of squares below which two cannot be told apart.
  private static let rounding = 1e-13

  /// Goes to the next attempt, or to the best place.
  private mutating func end(_ session: inout Session) -> Bool {
    attempt += 1
    (iteration, damping, place) = (0, Self.firstDamping, nil)
    if attempt < content.attempts {
      session.initialize(attempt: attempt)
      return false
    }
    if let best { session.parameters = best.parameters }
    return true
  }

  private func step(_ here: Place) -> [Double]? {
    let count = here.slope.count
    var matrix = here.normal
    for index in 0..<count { matrix[index * count + index] *= 1 + damping }
    return solution(of: matrix, here.slope)
  }

  private func look(_ session: borrowing Session) -> Place {
    guard let pass = session.programs.passes.first(where: { $0.dataset == dataset }),
      let output = session.pass(pass).first(where: { $0.need == .output(dataset: dataset) })?.tensor,
      let program = session.programs.jacobians.first(where: { $0.dataset == dataset })
    else { preconditionFailure("a stage that looks for a critical point has the programs it needs") }
    let jacobian = session.jacobian(program, isAtStart: false)
    let residuals = zip(output.values, targets).map { $0 - $1 }
    let count = jacobian.shape[1]
    let hasNormal = content.method == .levenbergMarquardt
    var normal = [Double](repeating: 0, count: hasNormal ? count * count : 0)
    var slope = [Double](repeating: 0, count: count)
    var squares = 0.0
    for (row, residual) in residuals.enumerated() {
      squares += residual * residual
      let first = row * count
      for i in 0..<count {
        let value = jacobian.values[first + i]
        slope[i] += value * residual
        for j in 0..<(hasNormal ? i + 1 : 0) { normal[i * count + j] += value * jacobian.values[first + j] }
      }
    }
    for i in 0..<(hasNormal ? count : 0) {
      for j in 0..<i { normal[j * count + i] = normal[i * count + j] }
    }
    let norm = Norm.l1.of([slope]) * 2 * scale
    return Place(squares: squares, normal: normal, slope: slope, gradientNorm: norm)
  }
}

extension CriticalPointSearch {
  /// What a killed run needs beside the parameters to go on with the next iteration.
  var notes: CanonicalJSON {
    [
      "attempt": .integer(attempt), "iteration": .integer(iteration), "steps": .integer(steps), "damping": .number(damping),
      "best": best.map { ["loss": .number($0.loss), "parameters": .array($0.parameters.map { .number($0) })] } ?? .null,
    ]
  }

  /// Goes on where `notes` were taken.
  mutating func resume(_ notes: CanonicalJSON) {
    attempt = notes["attempt"]?.int ?? 0
    iteration = notes["iteration"]?.int ?? 0
    steps = notes["steps"]?.int ?? 0
    damping = notes["damping"]?.double ?? Self.firstDamping
    if let found = notes["best"], let loss = found["loss"]?.double, let values = found["parameters"]?.elements {
      best = Found(loss: loss, parameters: values.compactMap(\.double))
    }
  }
}

extension Session {
  /// All parameters in the model's order as one vector, widened.
  var parameters: [Double] {
    get { experiment.model.parameters.flatMap { values($0.name) } }
    set {
      var next = 0
      for parameter in experiment.model.parameters {
        write(.numbers(Array(newValue[next..<(next + parameter.shape.count)])), to: parameter.name)
        next += parameter.shape.count
      }
    }
  }
}
