import Apportion
import Foundation
import Testing

@Suite("Clients whose models are not finite")
struct ExclusionTests {
  let folder: ScratchFolder
  var path: String { folder.path("run") }

  init() throws { folder = try ScratchFolder() }

  /// Client 1's features are noise beyond what single precision holds.
  func experiment(_ overrides: String...) throws -> Experiment {
    let configuration = try Configuration(
      yaml: smallConfiguration(
        "clients=[{client: 1, feature_noise: 1e38}]", "record=true", "strategy={kind: fed-avg-m}"
      ).yaml(), overriding: overrides)
    return Experiment(configuration)
  }

  @Test("end the run unless it is to leave them out")
  func stop() async throws {
    let experiment = try experiment()
    let error = await #expect(throws: SimulationError.self) { try await experiment.run() }
    #expect(
      error?.description.hasPrefix("round 1: client device 1 returned a model whose ") == true)
  }

  @Test("are left out of the round, and the ledger says why")
  func excluded() async throws {
    let experiment = try experiment("participation.on_invalid_update=exclude")
    let directory = try RunDirectory(path: path, replacing: false)
    let result = try await experiment.run(into: directory)
    #expect(result.roundsTaken == [3, 0, 3, 3])
    for round in result.rounds {
      #expect(round.clients == [0, 2, 3])
      #expect(round.excluded.map(\.client) == [1])
      #expect(round.excluded[0].reason.hasPrefix("layers."))
    }
    let stored = try StoredRun(path: path)
    #expect(stored.rounds.map(\.excluded) == result.rounds.map(\.excluded))
    let values = try stored.values(method: "shapley", utility: .loss)
    #expect(values.allSatisfy { $0[1] == 0 })
    let verification = try Verification(path: path)
    #expect(try await verification.replayed() == nil)
    #expect(try await verification.reaccounted() == nil)
  }

  @Test("leave the others' models as they would be without them")
  func others() async throws {
    let with = try experiment("participation.on_invalid_update=exclude")
    var federation = try with.stage().federation
    let round = try await federation.nextRound(threads: 2)
    var alone = try with.stage().federation.restricted(to: [0, 2, 3])
    let expected = try await alone.nextRound(threads: 2)
    #expect(round.updates == expected.updates)
    #expect(round.globalAfter == expected.globalAfter)
  }

  @Test("end the run where nobody else is left")
  func nobody() async throws {
    let noise = (0..<4).map { "{client: \($0), feature_noise: 1e38}" }.joined(separator: ", ")
    let experiment = try experiment(
      "participation.on_invalid_update=exclude", "clients=[\(noise)]")
    let error = await #expect(throws: SimulationError.self) { try await experiment.run() }
    let text = try #require(error).description
    #expect(text.hasPrefix("round 1: no client is left, because all models were excluded; the "))
    #expect(text.hasSuffix(". Lower `training.learning_rate`, or look at the data"))
  }
}
