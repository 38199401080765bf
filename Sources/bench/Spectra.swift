import Analysis
import ExperimentGraph
import Kernels
import Runtime

/// What the probes `model_rank` and `hessian_spectrum` are made of: derivatives by all parameters, and the spectra of their matrices.
func addSpectra(to report: inout Report, _ setting: Setting) {
  let work = SpectraWork(setting)
  for row in work.rows where setting.selects(row.work) { report.add(row.measured(setting)) }
}

/// One row: ours beside programs that do the same and beside such as know the network.
private struct SpectraRow {
  let work: String
  let threads: Int
  let ours: Contender
  /// Those that the target is about.
  let peers: [Peer]
  /// Formulas for this one network, written by hand.
  var formulas: [Peer] = []
  /// How many times as fast as the best peer ours has to be.
  let targetRatio: Double

  func measured(_ setting: Setting) -> Row {
    let others = peers + formulas
    let times = alternate([ours] + others.map { setting.peers.contender($0) }, repetitions: setting.options.repetitions)
    guard let seconds = times[0] else { preconditionFailure("our own time is always measured") }
    let theirs = [Reference](peers, times.dropFirst(), ours: seconds)
    let references = (theirs + [Reference](formulas, times.dropFirst(1 + peers.count), ours: seconds)).measured
    let target = references[0].ratio.map {
      targetRatio < 1
        ? Target(text: "≤ \(Figure.fixed(1 / targetRatio, 1)) × the best peer's time", isMet: $0 >= targetRatio)
        : Target(text: "≥ \(Figure.fixed(targetRatio, 0)) × the best program with autodiff", isMet: $0 >= targetRatio)
    }
    return Row(
      group: Group.spectra.rawValue, work: work, threads: threads, ours: Figure(seconds, .seconds), references: references, target: target)
  }
}

/// The networks of the peers: 5-500-1 on 2000 samples without a bias of the readout, and 1-500-1 on 40 samples.
private final class SpectraWork {
  private let derivatives: DerivativeSession
  private let curvature: DerivativeSession
  private let setting: Setting

  init(_ setting: Setting) {
    self.setting = setting
    derivatives = DerivativeSession("jacobian.yaml", setting)
    curvature = DerivativeSession("hessian.yaml", setting)
  }

  /// A library's own call is held to the same time, with a tenth for what varies.
  private static let sameTime = 1 / 1.1

  var rows: [SpectraRow] {
    let (derivatives, curvature, threads) = (derivatives, curvature, setting.options.threads)
    let jacobian = derivatives.session.jacobian(derivatives.programs.jacobians[0], isAtStart: false)
    let hessian = curvature.session.hessian(curvature.programs.hessians[0])
    let (rows, columns) = (jacobian.shape[0], jacobian.shape[1])
    // As probes do at their later moments, the matrix before is written over.
    var (before, curvatureBefore): ([Double], [Double]) = ([], [])
    let values = Contender("ours", .wall) {
      keep(spectrum { () throws(SpectrumFailure) in try singularValues(jacobian.values, rows: rows, columns: columns, threads: threads) })
    }
    let eigenvalues = Contender("ours", .wall) {
      keep(spectrum { () throws(SpectrumFailure) in try symmetricEigenvalues(hessian.values, order: hessian.shape[0], threads: threads) })
    }
    return [
      SpectraRow(
        work: "derivatives of \(rows) outputs by \(columns) parameters", threads: threads,
        ours: Contender("ours", .wall) {
          before = derivatives.session.jacobian(derivatives.programs.jacobians[0], isAtStart: false, reusing: take(&before)).values
          keep(before)
        },
        peers: peers("jac", [.jax, .torch], samples: rows, more: ["--variant", "ad"], name: "vmap(grad)"),
        formulas: peers("jac", [.jax, .torch, .numpy], samples: rows, name: "formula"), targetRatio: 5),
      SpectraRow(
        work: "singular values of \(rows) × \(columns)", threads: threads,
        ours: values,
        peers: library("svd", samples: rows, name: "svdvals"),
        targetRatio: Self.sameTime),
      SpectraRow(
        work: "second derivatives by \(hessian.shape[0]) parameters", threads: threads,
        ours: Contender("ours", .wall) {
          curvatureBefore = curvature.session.hessian(curvature.programs.hessians[0], reusing: take(&curvatureBefore)).values
          keep(curvatureBefore)
        },
        peers: peers("hess", [.jax, .torch], samples: 40, more: ["--variant", "ad"], name: "hessian"),
        formulas: peers("hess", [.numpy], samples: 40, name: "formula"), targetRatio: 5),
      SpectraRow(
        work: "eigenvalues of \(hessian.shape[0]) × \(hessian.shape[0])", threads: threads,
        ours: eigenvalues,
        peers: library("eig", samples: 40, name: "eigvalsh"),
        targetRatio: Self.sameTime),
    ]
  }

  private func peers(
    _ task: String, _ frameworks: [Peer.Framework], samples: Int, more: [String] = [], name: String, threads: Int? = nil,
    fixesMKL: Bool = false
  ) -> [Peer] {
    let count = threads ?? setting.options.threads
    return frameworks.map {
      Peer(
        framework: $0, variant: name + (count == 1 ? " on one thread" : "") + (fixesMKL ? ", MKL told of AVX-512" : ""),
        script: "W6_all.py",
        arguments: ["--task", task, "--fw", $0.rawValue, "--m", "500", "--n", "\(samples)", "--threads", "\(count)"] + more,
        fixesMKL: fixesMKL)
    }
  }

  /// The calls of all libraries. On a busy machine they are faster on one thread: their threads wait by spinning.
  private func library(_ task: String, samples: Int, name: String) -> [Peer] {
    let all = peers(task, [.jax, .torch, .numpy], samples: samples, name: name)
    let alone = peers(task, [.numpy], samples: samples, name: name, threads: 1)
    let fixed = peers(task, [.torch], samples: samples, name: name, fixesMKL: true)
    return all + alone + fixed + peers(task, [.torch], samples: samples, name: name, threads: 1, fixesMKL: true)
  }
}

/// A session with a spec's initial parameters.
private final class DerivativeSession {
  let session: Session
  let programs: ExperimentPrograms

  init(_ spec: String, _ setting: Setting) {
    let read = ReadSpec(setting.options.specs + "/" + spec, [])
    programs = read.programs
    do throws(RunFailure) {
      var session = try Session(read.experiment, read.programs, instructionSet: .best, threads: setting.options.threads)
      session.initialize()
      self.session = session
    } catch {
      preconditionFailure("a spec of formulas has its data: \(error)")
    }
  }
}

/// What a variable holds, which is left empty.
private func take(_ numbers: inout [Double]) -> [Double] {
  var taken: [Double] = []
  swap(&taken, &numbers)
  return taken
}

/// The spectrum of a matrix of a network with finite parameters.
private func spectrum(_ compute: () throws(SpectrumFailure) -> [Double]) -> [Double] {
  do throws(SpectrumFailure) { return try compute() } catch { preconditionFailure("a finite matrix has a spectrum: \(error)") }
}

/// Has what was computed counted as used.
@inline(never)
private func keep(_ numbers: [Double]) { precondition(!numbers.isEmpty, "something was computed") }
