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
        30 runs: 1 setting, 4 strategies, 3 seeds, 2 repetitions, fed-random and fed-avg with 3
        shares: signed-sum, rounds inverse-linear
        reference: each client's part of the training examples
        ± is half of a 95 % interval of the mean (Student's, over seeds); pp are percentage points

        ── partition.alpha 1

        Distance to the reference, and between runs that differ by training draws alone
        strategy        L2² ×100         L∞ pp  re-run L2² ×100  re-run L∞ pp  accuracy %
        ───────────  ───────────  ────────────  ───────────────  ────────────  ──────────
        fed-avg      0.06 ± 0.04   1.74 ± 0.70             0.14          2.68        90.0
        fed-median   0.74 ± 0.98   5.80 ± 3.69             2.13         11.09        90.0
        krum         1.86 ± 2.50   9.62 ± 6.19             1.82         10.29        90.0
        fed-random   2.41 ± 3.16  10.72 ± 8.61             4.88         15.77        90.0
        equal split  5.56 ± 0.00  16.67 ± 0.00
        … expected         16.67

        FedRandom against one run per fixed strategy (MSM) and as many re-runs of the control
        mean of             runs     L2² ×100         L∞ pp    run SD pp
        ──────────────────  ────  ───────────  ────────────  ───────────
        fed-random             3  0.78 ± 2.61  5.60 ± 10.47  8.58 ± 8.44
        MSM                    3  0.27 ± 0.29   3.84 ± 2.66  5.10 ± 0.78
        re-runs of fed-avg     3  0.02 ± 0.04   1.02 ± 1.10  1.46 ± 1.17

        FedRandom against   by         won/lost/tied    win rate %             change %    difference
        ──────────────────  ─────────  ─────────────  ────────────  ───────────────────  ────────────
        MSM                 L2² ×100           1/2/0  33 (1 to 91)    195 (-83 to 1167)   0.52 ± 2.86
        MSM                 L∞ pp              1/2/0  33 (1 to 91)      46 (-58 to 253)  1.77 ± 12.91
        MSM                 run SD pp          0/3/0   0 (0 to 71)       68 (34 to 130)   3.48 ± 7.71
        re-runs of fed-avg  L2² ×100           0/3/0   0 (0 to 71)  4171 (455 to 25271)   0.77 ± 2.63
        re-runs of fed-avg  L∞ pp              0/3/0   0 (0 to 71)    447 (146 to 1401)  4.58 ± 11.00
        re-runs of fed-avg  run SD pp          0/3/0   0 (0 to 71)    488 (232 to 1120)   7.12 ± 9.42

        Components of the variance of a share, as the mean over clients
        component                                variance pp²      interval  part %
        ───────────────────────────────────────  ────────────  ────────────  ──────
        strategy                                          4.7  0.0 to 334.4    14.3
        seed                                              4.4  0.0 to 288.2    13.2
        strategy × seed                                  -0.4   0.0 to 82.6     0.0
        seed × repetition                                -1.6   0.0 to 79.4     0.0
        strategy × seed × repetition (residual)          23.9  9.9 to 115.9    72.5

        Between strategies on the same data and draws (all pairs are in comparison.json)
        between                   mean |Δ| pp  largest pp  L2² ×100   τ-b     ρ  top 1  flips %
        ────────────────────────  ───────────  ──────────  ────────  ────  ────  ─────  ───────
        fed-avg and fed-median           3.79       12.21      0.76  1.00  1.00   1.00      0.0
        fed-avg and krum                 6.22       18.57      1.82  0.78  0.83   0.83     11.1
        fed-avg and fed-random           6.30       19.27      2.13  0.56  0.58   0.50     22.2
        any two fixed strategies         6.01       18.57                                   7.4
        re-runs (noise floor)            5.17       14.54      1.34  0.85  0.89   0.89      7.4
        Kendall's W over the fixed strategies: 0.93 ± 0.16

        Shares in percent
        client       fed-avg  fed-median         krum   fed-random
        ────────  ──────────  ──────────  ───────────  ───────────
        client 0  17.1 ± 2.6  15.6 ± 7.3   23.4 ± 5.7   16.7 ± 3.8
        client 1  32.7 ± 1.0  34.3 ± 7.3  30.5 ± 16.5  37.3 ± 14.3
        client 2  50.2 ± 2.0  50.1 ± 8.1  46.1 ± 18.9  46.0 ± 14.6

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
        30 runs: 1 setting, 4 strategies, 3 seeds, 2 repetitions, fed-random and fed-avg with 3
        shares: signed-sum, rounds inverse-linear
        reference: the order of the corruption, the least corrupted client first
        ± is half of a 95 % interval of the mean (Student's, over seeds); pp are percentage points

        ── partition.alpha 1

        Agreement with the reference's order, and between runs that differ by training draws alone
        strategy    Kendall τ-b   Spearman ρ      flips %  top 1  re-run τ-b  re-run flips %  accuracy %
        ──────────  ───────────  ───────────  ───────────  ─────  ──────────  ──────────────  ──────────
        fed-avg     1.00 ± 0.00  1.00 ± 0.00    0.0 ± 0.0   1.00        1.00             0.0        90.0
        fed-median  1.00 ± 0.00  1.00 ± 0.00    0.0 ± 0.0   1.00        1.00             0.0        90.0
        krum        0.78 ± 0.48  0.83 ± 0.36  11.1 ± 23.9   0.83        0.56            22.2        90.0
        fed-random  0.63 ± 0.84  0.67 ± 0.83  18.5 ± 42.2   0.56        0.41            29.6        90.0

        FedRandom against one run per fixed strategy (MSM) and as many re-runs of the control
        mean of             runs        flips %    run SD pp
        ──────────────────  ────  ─────────────  ───────────
        fed-random             3  11.11 ± 47.81  8.58 ± 8.44
        MSM                    3    0.00 ± 0.00  5.10 ± 0.78
        re-runs of fed-avg     3    0.00 ± 0.00  1.46 ± 1.17

        FedRandom against   by         won/lost/tied   win rate %           change %     difference
        ──────────────────  ─────────  ─────────────  ───────────  ─────────────────  ─────────────
        MSM                 flips %            0/1/2  0 (0 to 98)                  –  11.11 ± 47.81
        MSM                 run SD pp          0/3/0  0 (0 to 71)     68 (34 to 130)    3.48 ± 7.71
        re-runs of fed-avg  flips %            0/1/2  0 (0 to 98)                  –  11.11 ± 47.81
        re-runs of fed-avg  run SD pp          0/3/0  0 (0 to 71)  488 (232 to 1120)    7.12 ± 9.42

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
        No shares: 2 of 18 runs
        krum, seed 42, repetition 0: the values sum to nearly zero
        krum, seed 43, repetition 0: the values sum to nearly zero

        """))
    #expect(text.contains("\nleft out because shares are withheld: krum\n"))
    #expect(
      text.contains(
        "The estimators differ in their number of runs, so this comparison is not fair.\n"))
  }

  @Test("says which runs diverged, and nothing of it where none did")
  func diverged() throws {
    var runs = Self.runs(Self.settings)
    for place in runs.indices where runs[place].strategy == "krum" && runs[place].seed < 44 {
      runs[place].divergence = Divergence(
        from: Outcome(correct: 1, lossSum: 20, count: 10),
        to: Outcome(correct: 1, lossSum: 30 + Double(runs[place].repetition), count: 10))
    }
    let comparison = try Comparison(runs, settings: Self.settings)
    #expect(comparison.results[0].strategies.map(\.diverged) == [0, 0, 4, 0])
    #expect(
      ComparisonSummary(comparison).text.hasSuffix(
        """
        Training diverged: 4 of 30 runs, whose shares show which clients changed the model, not \
        which improved it
        krum, seed 42, repetition 0: validation loss 2 before the first round, 3 after the last
        krum, seed 42, repetition 1: validation loss 2 before the first round, 3.1 after the last
        krum, seed 43, repetition 0: validation loss 2 before the first round, 3 after the last
        krum, seed 43, repetition 1: validation loss 2 before the first round, 3.1 after the last

        """))
    let sound = try Comparison(Self.runs(Self.settings), settings: Self.settings)
    #expect(!ComparisonSummary(sound).text.contains("diverged"))
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
    let text = ComparisonSummary(comparison, width: 100).text
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    #expect(text.contains("± is half of a 90 % interval"))
    #expect(text.contains("client 19"))
    #expect(!text.contains("client 20"))
    #expect(text.hasSuffix("and 2 clients more in comparison.json\n"))
  }
}
