import Apportion
import Foundation
import Testing

@Suite("Report")
struct ReportTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: folder.path(name), encoding: .utf8)
  }

  /// What stands behind the title of a piece of source.
  func source(_ title: String, in html: String) throws -> String {
    let head = "<summary>\(title)</summary><pre tabindex=\"0\"><code>"
    let start = try #require(html.range(of: head)?.upperBound)
    let end = try #require(html.range(of: "</code>", range: start..<html.endIndex)?.lowerBound)
    return [("&#39;", "'"), ("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
      .reduce(String(html[start..<end])) { $0.replacing($1.0, with: $1.1) }
  }

  @Test("is written at the end of a run, and drawn again to the same bytes wherever the run lies")
  func run() async throws {
    let experiment = Experiment(try smallConfiguration("participation.fraction=0.75"))
    let result = try await experiment.run(
      into: RunDirectory(path: folder.path("a"), replacing: false))
    let page = try text("a/report.html")
    try FileManager.default.moveItem(atPath: folder.path("a"), toPath: folder.path("b"))
    try FileManager.default.removeItem(atPath: folder.path("b/report.html"))
    try await Report(of: folder.path("b")).write()
    #expect(try text("b/report.html") == page)
    #expect(page.contains(try #require(result.output?.hash)))
    #expect(try source("The config, with every default", in: page) == text("b/config.yml"))
    #expect(page.contains("device 2"))
    #expect(!page.contains(folder.url.lastPathComponent))
  }

  @Test("is drawn of runs that another version wrote")
  func versions() async throws {
    let experiment = Experiment(try smallConfiguration("training.rounds=1"))
    _ = try await experiment.run(
      into: RunDirectory(path: folder.path("a"), replacing: false), drawing: false)
    #expect(try folder.contents().contains("a/report.html") == false)
    let stored = try StoredRun(path: folder.path("a"))
    let other = folder.path("b/run.sqlite")
    try FileManager.default.createDirectory(
      atPath: folder.path("b"), withIntermediateDirectories: true)
    var header = stored.header
    header.version = "0.0.9"
    header.config = header.config.replacing(apportionVersion, with: "0.0.9")
    let ledger = try Ledger(creating: other, header: header)
    let checkpoint = try #require(
      try Ledger(opening: folder.path("a/run.sqlite"), writing: false).checkpoint())
    try ledger.append(stored.rounds[0], checkpoint: checkpoint)
    try ledger.finish()
    #expect(try await Report(of: folder.path("b")).html.contains("apportion 0.0.9"))
  }

  @Test("is written at the end of a comparison, with a config that makes the same runs")
  func comparison() async throws {
    let matrix = try smallMatrix("compare.repeats=2", "compare.utility=accuracy")
    _ = try await matrix.compare(in: folder.path("a"))
    let page = try text("a/report.html")
    try FileManager.default.moveItem(atPath: folder.path("a"), toPath: folder.path("b"))
    for threads in [1, 3] {
      #expect(try await Report(of: folder.path("b"), threads: threads).html == page)
    }
    let config = try source("The config, with every default", in: page)
    let again = try ComparisonMatrix(yaml: config, path: "again.yml", name: "again")
    #expect(again.settings == matrix.settings)
    #expect(again.name == matrix.name && again.plan.utility == matrix.plan.utility)
    #expect(Set(again.runs.map(\.folder)) == Set(matrix.runs.map(\.folder)))
    let configs = try Dictionary(
      uniqueKeysWithValues: matrix.runs.map { ($0.folder, try $0.configuration.yaml()) })
    for run in again.runs { #expect(try run.configuration.yaml() == configs[run.folder]) }
    let hashes = try source("The hashes of the ledgers", in: page).split(separator: "\n")
    #expect(hashes.count == matrix.runs.count)
    #expect(!page.contains(folder.url.lastPathComponent))
  }

  @Test("refuses a folder that is neither, and a comparison that cannot be read")
  func refusals() async throws {
    func message(_ path: String) async -> String {
      do {
        _ = try await Report(of: path)
        return "none"
      } catch { return "\(error)" }
    }
    #expect(
      await message("nowhere")
        == "nowhere holds no run: there is no run.sqlite in it; check the path")
    let file = folder.path("comparison.json")
    try Data("{\"name\": 3}".utf8).write(to: URL(filePath: file))
    #expect(
      await message(folder.url.path) == """
        \(file) is not a comparison that this program reads; make it anew with the `apportion compare` \
        it came from, which keeps all runs
        """)
  }
}
