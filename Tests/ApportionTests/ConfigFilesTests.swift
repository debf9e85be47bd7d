import Apportion
import Foundation
import Testing

/// The experiments that come with the package.
@Suite("Configs")
struct ConfigFilesTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Configs")

  static func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".yml") }.sorted()
  }

  @Test("each decodes, is named after its file, and survives being resolved")
  func decodes() throws {
    let names = try Self.names()
    #expect(names.contains("quickstart.yml"))
    for name in names {
      let configuration = try Configuration(contentsOf: Self.folder.appending(path: name).path)
      #expect("\(configuration.name).yml" == name)
      #expect(try Configuration(yaml: configuration.yaml()).parts == configuration.parts)
    }
  }

  @Test("each starts with what it shows")
  func comments() throws {
    for name in try Self.names() {
      let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
      #expect(text.hasPrefix("# "), "\(name)")
    }
  }

  @Test(
    "those whose data are built in run from end to end",
    arguments: ["quickstart.yml", "fedrandom.yml", "breast-cancer.yml"])
  func runs(name: String) async throws {
    let path = Self.folder.appending(path: name).path
    let configuration = try Configuration(contentsOf: path, overriding: ["training.rounds=2"])
    let experiment = Experiment(configuration)
    let stage = try experiment.stage()
    let result = try await experiment.run()
    #expect(result.rounds.count == 2)
    let untrained = stage.validation(stage.federation.network, stage.federation.global)
    let last = try #require(result.rounds.last)
    #expect(last.validationLoss < untrained.loss)
    let shapley = try #require(result.standing(method: "shapley", utility: .loss))
    // Rounding alone: a few thousand sums and differences of numbers near 1.
    #expect(
      abs(shapley.values.reduce(0, +) - (untrained.loss - last.validationLoss)) < 1e-12)
  }
}
