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
      let path = Self.folder.appending(path: name).path
      let isComparison = try String(contentsOfFile: path, encoding: .utf8).contains("\ncompare:\n")
      let configuration =
        try isComparison
        ? #require(ComparisonMatrix(contentsOf: path).runs.first).configuration
        : Configuration(contentsOf: path)
      #expect("\(configuration.name).yml" == name)
      #expect(try Configuration(yaml: configuration.yaml()).parts == configuration.parts)
    }
  }

  @Test(
    "comparisons have the runs that their comments tell",
    arguments: [("volatility-mnist.yml", 10_080, 240), ("fedrandom-mnist.yml", 18_900, 450)])
  func comparisons(name: String, whole: Int, small: Int) throws {
    let path = Self.folder.appending(path: name).path
    #expect(try ComparisonMatrix(contentsOf: path).runs.count == whole)
    // The options are those of the comment, so that it is never wrong.
    let comment = try String(contentsOfFile: path, encoding: .utf8)
      .components(separatedBy: "\nname:")[0]
      .replacing("\n#", with: " ").replacing("\\", with: " ")
    let options = comment.components(separatedBy: "--set").dropFirst().map {
      let option = $0.trimmingCharacters(in: .whitespaces)
      return option.hasPrefix("'")
        ? String(option.dropFirst().prefix { $0 != "'" }) : String(option.prefix { $0 != " " })
    }
    #expect(options.count == 4)
    #expect(try ComparisonMatrix(contentsOf: path, overriding: options).runs.count == small)
  }

  @Test("the comparison whose data are built in runs from end to end")
  func compares() async throws {
    let matrix = try ComparisonMatrix(
      contentsOf: Self.folder.appending(path: "digits-stability.yml").path,
      overriding: ["training.rounds=1", "compare.seeds=2", "compare.axes.partition.alpha=[10]"])
    let folder = try ScratchFolder()
    let result = try await matrix.compare(in: folder.path("out"))
    #expect(result.name == "digits-stability" && result.utility == .accuracy)
    #expect(result.comparison.results.count == 1)
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
    let shapley = try #require(result.contributions(method: "shapley", utility: .loss))
    // Rounding alone: a few thousand sums and differences of numbers near 1.
    #expect(
      abs(shapley.values.reduce(0, +) - (untrained.loss - last.validationLoss)) < 1e-12)
  }
}
