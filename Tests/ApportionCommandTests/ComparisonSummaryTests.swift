import Apportion
import ApportionCommand
import Testing

@Suite("ComparisonSummary")
struct ComparisonSummaryTests {
  static let settings = ComparisonSettings(
    axes: ["partition.alpha"], settings: [.init(["1"], concentration: 1)],
    strategies: ["fed-avg", "fed-median", "krum", "fed-random"], seeds: [42, 43, 44], repeats: 2,
    fedRandom: "fed-random", control: "fed-avg", budget: 3)

  /// Sizes of 10, 20 and 30 examples, and values around 1, 2 and 3 that later strategies scatter
  /// more.
  static func runs(_ settings: ComparisonSettings, clients: Int = 3) -> [ComparedRun] {
    var runs: [ComparedRun] = []
    for setting in settings.settings {
      for seed in settings.seeds {
        for (place, strategy) in settings.strategies.enumerated() {
          for repetition in 0..<settings.repetitions(of: strategy) {
            var noise = RandomStream(seed: seed).child(strategy, repetition)
            let values = (0..<clients).map {
              Double($0 + 1) + (0.1 + 0.2 * Double(place)) * noise.normal()
            }
            var corruption = Corruption()
            runs.append(
              ComparedRun(
                setting: setting.values, strategy: strategy, seed: seed, repetition: repetition,
                clients: (0..<clients).map {
                  corruption.labelNoise = 0.2 * Double(clients - $0 - 1)
                  return ClientRecord(
                    id: $0, name: "client \($0)", examples: 10 * ($0 + 1), corruption: corruption)
                }, rounds: [values], testAccuracy: 0.9))
          }
        }
      }
    }
    return runs
  }

  @Test("has a table for each question")
  func tables() throws {
    let comparison = try Comparison(Self.runs(Self.settings), settings: Self.settings)
    #expect(
      ComparisonSummary(comparison).text == """
        @@0@@
        """)
  }

  @Test("has orders in place of distances where the reference is one")
  func orders() throws {
    var settings = Self.settings
    settings.reference = .quality
    let text = ComparisonSummary(try Comparison(Self.runs(settings), settings: settings)).text
    #expect(
      text.hasPrefix(
        """
        @@1@@
        """))
  }

  @Test("says which runs have no shares, and what was left out for it")
  func withheld() throws {
    var settings = Self.settings
    settings.repeats = 1
    settings.budget = 2
    var runs = Self.runs(settings)
    for place in runs.indices where runs[place].strategy == "krum" && runs[place].seed < 44 {
      runs[place].rounds = [[1, 0, -1]]
    }
    let text = ComparisonSummary(try Comparison(runs, settings: settings)).text
    #expect(
      text.hasSuffix(
        """
        No shares: 2 of 21 runs
        krum, seed 42, repetition 0: the values sum to nearly zero
        krum, seed 43, repetition 0: the values sum to nearly zero

        """))
    #expect(text.contains("\nleft out, for lack of shares: krum\n"))
    #expect(
      text.contains(
        "The estimators differ in their number of runs, so this is not fair.\n"))
  }

  @Test("fits 100 columns with many strategies, and shows twenty clients")
  func width() throws {
    var settings = ComparisonSettings(
      strategies: [
        "fed-avg", "fed-avg-m", "fed-adagrad", "fed-adam", "fed-yogi", "fed-median",
        "fed-trimmed-avg", "krum", "fed-random",
      ], seeds: [1, 2], fedRandom: "fed-random", control: "fed-avg", budget: 8)
    settings.confidence = 0.9
    let comparison = try Comparison(Self.runs(settings, clients: 22), settings: settings)
    let text = ComparisonSummary(comparison).text
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    #expect(text.contains("± is half of a 90 % interval"))
    #expect(text.contains("client 19"))
    #expect(!text.contains("client 20"))
    #expect(text.hasSuffix("and 2 clients more in comparison.json\n"))
  }
}
