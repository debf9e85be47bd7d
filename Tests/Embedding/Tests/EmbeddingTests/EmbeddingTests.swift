import Apportion
import Embedding
import Foundation
import Testing

/// One's own data set, partition, strategies and method, from the run to the page.
@Suite("A package that depends on Apportion")
struct EmbeddingTests {
  let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

  func path(_ name: String) -> String { folder.appending(path: name).path }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: path(name), encoding: .utf8)
  }

  @Test(
    "runs, is verified, and has its page drawn again, with and without memory",
    arguments: [Nearest(), Inertia(), FedRandom(of: [Nearest(), Inertia(), FedAvg()])]
      as [any Strategy])
  func run(strategy: any Strategy) async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    // Its own types are known without being named.
    let result = try await Experiment(ownConfiguration(strategy)).run(
      into: RunDirectory(path: path("run"), replacing: false))
    #expect(result.clients.map(\.name) == ["north", "south", "east"])
    #expect(result.contributions(method: "first-and-last", utility: .loss) != nil)

    // Per-round values, outcomes of coalitions and of the models, without opening the folder.
    #expect(result.accounts.count == 4)
    for account in result.accounts {
      #expect(account.evaluated.count == 8)
      #expect(account.after.count == result.validationExamples)
      #expect(account.entries[0].method == "first-and-last")
      #expect(account.entries[0].attribution.values.count == 3)
    }
    let values = result.accounts.flatMap(\.entries)
      .filter { $0.method == "first-and-last" && $0.utility == .loss }
      .map { $0.attribution.values[0] }
    #expect(values.count == 4)
    #expect(abs(values.reduce(0, +) - result.contributions[0].values[0]) < 1e-12)

    let verification = try Verification(path: path("run"), catalogs: ownCatalogs)
    #expect(try verification.ledger.firstFault() == nil)
    #expect(try await verification.replayed() == nil)
    #expect(try await verification.reaccounted() == nil)
    let page = try text("run/report.html")
    #expect(page.contains("first-and-last"))
    #expect(try await Report(of: path("run"), catalogs: ownCatalogs).html == page)
    #expect(
      try StoredRun(path: path("run")).configuration(catalogs: ownCatalogs).dataset is Spirals)

    // Without the catalogs the message names what is missing.
    let error = #expect(throws: ConfigError.self) { try Verification(path: path("run")) }
    #expect(error?.description.contains("spirals") == true)

    let account = try RecordedAccount(of: path("run"), catalogs: ownCatalogs)
    let again = try await account.run(
      into: RunDirectory(path: path("account"), replacing: false))
    #expect(again.contributions == result.contributions)
  }

  @Test("is killed, and resumed to the same hash; then gets more rounds")
  func killed() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let whole = try await Experiment(ownConfiguration(rounds: 300)).run(
      into: RunDirectory(path: path("whole"), replacing: false))
    let process = try started("killed", rounds: 300)
    let third = path("killed/rounds/round-0003.safetensors")
    while process.isRunning, !FileManager.default.fileExists(atPath: third) {
      try await Task.sleep(for: .milliseconds(2))
    }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    let kept = try Ledger(opening: path("killed/run.sqlite"), writing: false).roundCount
    #expect(kept >= 2 && kept < 300)
    let resumed = try started("killed", rounds: 300)
    resumed.waitUntilExit()
    #expect(resumed.terminationStatus == 0)
    #expect(try StoredRun(path: path("killed")).hash.description == whole.output?.hash)

    let longer = try await Experiment(ownConfiguration(rounds: 310)).run(
      into: RunDirectory(path: path("longer"), replacing: false))
    let (experiment, directory) = try Experiment.resuming(
      path("killed"), rounds: 310, catalogs: ownCatalogs)
    let extended = try await experiment.run(into: directory)
    #expect(extended.contributions == longer.contributions)
    #expect(extended.rounds == longer.rounds)
    #expect(try text("killed/contributions.csv") == text("longer/contributions.csv"))
    #expect(try StoredRun(path: path("killed")).extensions.map(\.rounds) == [310])
    let verification = try Verification(path: path("killed"), catalogs: ownCatalogs)
    #expect(try verification.ledger.firstFault() == nil)
    #expect(try await verification.replayed() == nil)
  }

  @Test("compares strategies and settings that are made in code, and reads the comparison back")
  func compared() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    var plan = ComparisonPlan()
    (plan.seeds, plan.repeats) = (2, 2)
    let matrix = try ComparisonMatrix(
      of: ownConfiguration(), strategies: [FedAvg(), Nearest(), Inertia()],
      axes: [
        ConfigurationAxis("pace {slow or fast}", ["slow", "fast"]) {
          $0.training.learningRate = $1 == "slow" ? 0.05 : 0.5
        }
      ], plan: plan)
    let result = try await matrix.compare(in: path("comparison"))
    #expect(result.method == "first-and-last")
    #expect(result.comparison.settings.strategies == ["fed-avg", "nearest", "inertia"])
    #expect(result.comparison.settings.settings.map(\.values) == [["slow"], ["fast"]])
    let page = try text("comparison/report.html")
    #expect(page.contains("inertia") && page.contains("pace"))
    #expect(try await Report(of: path("comparison"), catalogs: ownCatalogs).html == page)
    // All runs are kept.
    #expect(try await matrix.compare(in: path("comparison")) == result)
  }

  @Test("is told where its type has the id of another")
  func takenID() async throws {
    var configuration = ownConfiguration()
    configuration.strategy = Impostor()
    let error = await #expect(throws: TakenName.self) {
      try await Experiment(configuration).run()
    }
    #expect(
      error?.description == """
        the strategy Impostor has the same id as FedAvg: fed-avg; give it a different id
        """)
  }

  /// The run in a process of its own.
  func started(_ name: String, rounds: Int) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: "embedded-run")
    process.arguments = [path(name), "\(rounds)"]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    return process
  }
}

/// A strategy that takes another's id.
struct Impostor: StatelessStrategy {
  static let id = FedAvg.id
  static let summary = "not what it says"

  func aggregate(_ updates: [ClientUpdate], into global: Parameters) -> Parameters { global }
}
