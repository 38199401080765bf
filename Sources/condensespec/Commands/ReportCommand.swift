import ArgumentParser
import Reports
import Results
import Runtime

/// `condensespec report`: a bundle as people look at it.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Print a bundle's summary, or write its page as one HTML file.")

  @Argument(help: "A bundle.", completion: .directory)
  var bundle: String

  @Option(help: ArgumentHelp("Write the page to this file instead.", valueName: "file"))
  var html: String?

  func run() throws {
    let report: RunReport
    do throws(ResultsFailure) {
      report = try RunReport(ResultBundle(at: bundle))
    } catch {
      throw CommandFailure(.badInput, "error: \(error)")
    }
    guard let html else {
      Console.out(report.terminal(bundlePath: bundle, seconds: nil).text(Console.Stream.output.style))
      return
    }
    do throws(ResultsFailure) {
      try DurableFile.write(Array(report.page.html.utf8), to: html)
    } catch {
      throw CommandFailure(.failed, "error: \(error)")
    }
    Console.out(html + "\n")
  }
}
