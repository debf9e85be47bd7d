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

  @Test("draws no figure of a comparison that its ledgers do not give, and says which")
  func forged() async throws {
    let matrix = try smallMatrix("compare.seeds=1")
    _ = try await matrix.compare(in: folder.path("c"))
    let path = folder.path("c/comparison.json")
    let whole = try text("c/comparison.json")
    func expect(
      _ key: String, _ value: Any?, _ problem: String,
      sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
      let object = try edited(
        JSONSerialization.jsonObject(with: Data(whole.utf8)),
        at: key.split(separator: ".").map(String.init)[...], to: value)
      try JSONSerialization.data(withJSONObject: object).write(to: URL(filePath: path))
      let error = await #expect(throws: (any Error).self, sourceLocation: sourceLocation) {
        _ = try await Report(of: folder.path("c"), threads: 1)
      }
      #expect(
        error.map { "\($0)" } == """
          \(path) is not the comparison of the runs beside it: \(problem); make it again with the \
          `apportion compare` it came from, which keeps all runs
          """, sourceLocation: sourceLocation)
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let result = try decoder.decode(Apportion.ComparisonResult.self, from: Data(whole.utf8))
    let mean = result.comparison.results[0].strategies[1].clients[0].share.mean
    let results = "comparison.results.0."
    try await expect(
      results + "strategies.1.clients.0.share.mean", 0.99,
      """
      its `comparison.results[0].strategies[1].clients[0].share.mean` is 0.99, but the ledgers give \
      \(mean)
      """)
    try await expect(
      results + "clients.-", nil,
      "its `comparison.results[0].clients` has a length of 3, but the ledgers give 4")
    try await expect(
      results + "values", ["2"],
      "its `comparison.results[0].values[0]` is 2, but the ledgers give 1")
    try await expect("name", "other", "its `name` is other, but the ledgers give small")
    try await expect(
      "version", "9.9.9", "its `version` is 9.9.9, but the ledgers give \(apportionVersion)")
    try await expect("method", "banzhaf", "its `method` is banzhaf, but the ledgers give shapley")
    let settings = "comparison.settings."
    for (key, value, problem) in [
      (
        "round_weights.halting_round", Int.min,
        "`comparison.settings.round_weights.halting_round` is \(Int.min), but must be at least 0, which "
          + "means all rounds"
      ),
      ("repeats", -1, "`comparison.settings.repeats` is -1, but must be at least 1"),
      (
        "budget", -1,
        "`comparison.settings.budget` is -1, but must be at least 0"
      ),
      (
        "budget", 1 << 62,
        """
        `comparison.settings.repeats` is such that there are 1.8446744073709552e+19 runs, but must be \
        such that there are at most 1,000,000, and so must `budget`
        """
      ),
      (
        "axes.-", "seed",
        """
        `comparison.settings.settings` is ["1"], but must be one value for each axis, of which there are 2
        """
      ),
      (
        "axes.-", nil,
        """
        `comparison.settings.settings` is ["1"], but must be one value for each axis, of which there are 0
        """
      ),
      ("seeds", [-1], "it is not JSON, or has a number that is out of range"),
      ("seeds", [5.5], "it is not JSON, or has a number that is out of range"),
      ("seeds", nil, "`comparison.settings.seeds` is missing"),
      ("confidence", "0.9", "`comparison.settings.confidence` has the wrong type"),
    ] as [(String, Any?, String)] {
      try await expect(settings + key, value, problem)
    }
    try Data(whole.dropLast(5).utf8).write(to: URL(filePath: path))
    let error = await #expect(throws: UnreadableComparison.self) {
      _ = try await Report(of: folder.path("c"))
    }
    #expect(error?.problem == "it is not JSON, or has a number that is out of range")
  }

  /// A JSON document with another value somewhere; `-` is the end of a list, where nil takes away.
  func edited(_ part: Any, at steps: ArraySlice<String>, to value: Any?) throws -> Any {
    guard let step = steps.first else { return try #require(value) }
    let rest = steps.dropFirst()
    if var list = part as? [Any] {
      if let index = Int(step) {
        list[index] = try edited(list[index], at: rest, to: value)
      } else if let value {
        list.append(value)
      } else {
        list.removeLast()
      }
      return list
    }
    var keys = try #require(part as? [String: Any])
    keys[step] = rest.isEmpty ? value : try edited(#require(keys[step]), at: rest, to: value)
    return keys
  }

  @Test("refuses a comparison's ledger that is another run's, by its name")
  func foreignLedger() async throws {
    let matrix = try smallMatrix("compare.seeds=1", "compare.repeats=2")
    _ = try await matrix.compare(in: folder.path("c"))
    let names = ["repetition=0", "repetition=1"].map {
      "partition.alpha=10,fed-median,seed=5,\($0)"
    }
    try Data(contentsOf: URL(filePath: folder.path("c/runs/\(names[0])/run.sqlite")))
      .write(to: URL(filePath: folder.path("c/runs/\(names[1])/run.sqlite")))
    let error = await #expect(throws: ForeignLedger.self) {
      _ = try await Report(of: folder.path("c"))
    }
    #expect(
      error?.description == """
        \(folder.path("c/runs/" + names[1])) holds the ledger of \(names[0]): line 3 of the config in \
        its run.sqlite is "repetition: 0", where this one has "repetition: 1"; restore the right \
        one, or make the run again with `apportion compare --force`
        """)
    try FileManager.default.removeItem(atPath: folder.path("c/runs/\(names[1])"))
    let missing = await #expect(throws: StoreError.self) {
      _ = try await Report(of: folder.path("c"))
    }
    #expect(
      missing?.description == """
        \(folder.path("c/runs/" + names[1])) holds no run: there is no run.sqlite in it; check the path
        """)
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
        \(file) is not the comparison of the runs beside it: `name` has the wrong type; make it \
        again \
        with the `apportion compare` it came from, which keeps all runs
        """)
  }
}
