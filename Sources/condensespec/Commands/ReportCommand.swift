import ArgumentParser
import Reports
import Results
import Runtime

/// `condensespec report`: a bundle as people look at it.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Print the summary of a run or a sweep, or write its page as one HTML file.")

  @Argument(help: "A bundle.", completion: .directory)
  var bundle: String

  @Option(help: ArgumentHelp("Write the page to this file instead.", valueName: "file"))
  var html: String?

  func run() throws {
    let summary: TerminalSummary
    let page: [UInt8]
    do throws(ResultsFailure) {
      let bundle = try ResultBundle(at: bundle)
      if bundle.artifact(BundleFile.pointTable.path) != nil {
        summary = try SweepReport.terminal(bundle, seconds: nil)
        page = try bundle.bytes(of: BundleFile.report.path)
      } else {
        let report = try RunReport(bundle)
        summary = report.terminal(bundlePath: self.bundle, seconds: nil)
        // A point of a sweep has no page until it is asked for one.
        let hasPage = bundle.artifact(BundleFile.report.path) != nil
        page = hasPage ? try bundle.bytes(of: BundleFile.report.path) : Array(report.page.html.utf8)
      }
    } catch {
      throw CommandFailure(.badInput, "error: \(error)")
    }
    guard let html else {
      Console.out(summary.text(Console.Stream.output.style))
      return
    }
    do throws(ResultsFailure) {
      try DurableFile.write(page, to: html)
    } catch {
      throw CommandFailure(.failed, "error: \(error)")
    }
    Console.out(html + "\n")
  }
}
