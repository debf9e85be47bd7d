import ApportionPrimitives
import ApportionReconstruction
import ApportionReport
import ApportionValuation
import Testing

@Suite("The page of a comparison")
struct ComparisonPageTests {
  static func summary(_ values: [Double]) -> SampleSummary {
    SampleSummary(of: values, using: RandomStream(seed: 1))
  }

  static func distance(_ values: [Double]) -> ComparisonRecord.Distance {
    ComparisonRecord.Distance(
      title: "squared L2 × 100", scale: 100, summary: summary(values), rerun: summary([0.01, 0.02]))
  }

  /// Two strategies on four seeds; distances in hundredths.
  static func setting(
    near: [Double], far: [Double], names: [String] = ["fed-avg", "krum"], withheld: [String] = [],
    diverged: [String] = []
  ) -> ComparisonRecord.Setting {
    let runs = [[0.5, 0.6, 0.55, 0.52], [0.5, 0.4, 0.45, 0.48]]
    let edges = Histogram.edges(from: -0.51, to: 0.51, bins: 51)
    let differences = { (size: Double) in
      ShareDifferences(between: [[[0.5, 0.5]], [[0.5 + size, 0.5 - size]]], edges: edges)
    }
    let strategies = zip(names, [near, far]).map { name, distances in
      ComparisonRecord.Strategy(
        name: name, shares: runs.map(summary), runs: runs, accuracy: summary([0.9, 0.91]),
        diverged: name == names[1] ? diverged.count : 0,
        distances: [distance(distances)])
    }
    let variance = CrossedDesign([.init("strategy", levels: 2), .init("seed", levels: 2)])
      .decomposition(of: [1, 2, 4, 4])
    return ComparisonRecord.Setting(
      title: "partition.alpha 1", clients: ["north", names[0]], unit: "seeds", runs: 8,
      withheld: withheld, diverged: diverged, strategies: strategies,
      equalSplit: [distance([0.10, 0.11, 0.10, 0.11])],
      expectedEqualSplit: 0.1, noiseFloor: differences(0.02), betweenStrategies: differences(0.05),
      kendallsW: summary([0.5, 0.6]),
      pairs: [
        ComparisonRecord.Pair(
          first: names[0], second: names[1], differences: differences(0.05), kendall: nil)
      ], variance: variance, leftOut: ["seed 3"],
      trial: ComparisonRecord.Trial(
        estimators: ["fed-random", "MSM"].map {
          .init(name: $0, runs: 5, figures: [distance(near)])
        },
        contests: [
          .init(
            against: "MSM", by: "squared L2 × 100", scale: 100, isDistance: true,
            wins: WinRate(of: [1, 1, 1, 2, 1, 1, 1, 1], against: [2, 2, 2, 1, 2, 2, 2, 2]),
            difference: summary([-0.01, -0.02]), change: nil)
        ], isEven: true))
  }

  static func record(_ settings: [ComparisonRecord.Setting]) -> ComparisonRecord {
    ComparisonRecord(
      name: "made", method: "shapley", utility: .accuracy, version: "1.2.3",
      strategies: settings[0].strategies.map(\.name), fedRandom: "fed-random", seeds: [5, 6, 7, 8],
      repeats: 2, budget: 5, confidence: 0.95, reference: "sizes", shareRule: "signed-sum",
      roundWeights: "uniform", settings: settings, config: "name: made\n",
      machines: [("one", 300), ("another", 1)],
      ledgers: [("a", "12"), ("b", "34")], hash: "5678")
  }

  func page(_ settings: [ComparisonRecord.Setting]) throws -> ParsedPage {
    try ParsedPage(ComparisonPage(Self.record(settings)).html)
  }

  let near = [0.01, 0.02, 0.01, 0.02]
  let far = [0.3, 0.31, 0.3, 0.31]

  @Test("says on which machines the runs were made")
  func machines() throws {
    let terms = try page([Self.setting(near: near, far: far)]).elements("dt").map(\.wholeText)
    #expect(terms.suffix(2) == ["300 runs on", "1 run on"])
  }

  @Test("tells what moves a share, who beats the equal split, and FedRandom from the others")
  func words() throws {
    let page = try page([Self.setting(near: near, far: far, withheld: ["krum, seed 5: zero"])])
    #expect(
      page.elements("li").map(\.wholeText) == [
        "A different strategy changes a share by 5.00 pp on average, a re-run of the same strategy by 2.00 pp.",
        "Parts of the variance of a share: strategy 92 % and strategy × seed 8 %.",
        "Closer to the reference than equal shares: fed-avg.",
        "Farther from the reference than equal shares: krum.",
        """
        The mean of fed-random’s runs is closer to the reference than that of MSM on 7 of 8 seeds, \
        which may be chance (squared L2 × 100).
        """,
        "1 of 8 runs have no shares; see the list below.",
      ])
    let once = try self.page([Self.setting(near: [0.1], far: [0.2])])
    #expect(
      once.elements("li").map(\.wholeText).contains(
        "A single run has no interval, so differences cannot be distinguished from chance."))
    let open = try self.page([
      Self.setting(near: [0.05, 0.15, 0.1, 0.2], far: [0.05, 0.12, 0.15, 0.1])
    ])
    #expect(
      open.elements("li").map(\.wholeText).contains(
        "No strategy can be distinguished from an equal split, because the intervals overlap (squared L2 × 100)."
      ))
  }

  @Test("says first which strategies' runs diverged, and lists them")
  func divergence() throws {
    let lines = ["krum, seed 5: 1 to 2", "krum, seed 6: 1 to 3"]
    let page = try page([Self.setting(near: near, far: far, diverged: lines)])
    #expect(
      page.elements("li").first?.wholeText == """
        Training diverged in 2 of 8 runs (krum 2): their shares show which clients changed the \
        model, not which improved it.
        """)
    #expect(page.elements("summary").map(\.wholeText).contains("Diverged training: 2 of 8 runs"))
    #expect(page.elements("code").map(\.wholeText).contains(lines.joined(separator: "\n")))
  }

  @Test("draws shares, movement, distances, accuracy and FedRandom's trial, a table behind each")
  func figures() throws {
    let page = try page([Self.setting(near: near, far: far)])
    let figures = page.elements("figure")
    #expect(
      figures.map { $0.all.first { $0.name == "b" }?.wholeText ?? "" } == [
        "fed-avg", "krum", "Components of the variance of a share", "All pairs of fixed strategies",
        "fed-avg minus krum", "squared L2 × 100", "Accuracy of the last model", "squared L2 × 100",
      ])
    for figure in figures {
      let drawing = try #require(figure.children.first { $0.name == "svg" })
      #expect(drawing.children.prefix(2).map(\.name) == ["title", "desc"])
      #expect(ParsedPage.rows(figure).count > 1)
    }
    let distances = ParsedPage.rows(figures[5])
    #expect(distances[0] == ["strategy", "squared L2 × 100", "between re-runs"])
    #expect(distances[1][0...1] == ["fed-avg", "1.50 ± 0.92"])
    #expect(distances[3][0...1] == ["equal split", "10.50 ± 0.92"])
    #expect(ParsedPage.rows(figures[0])[1] == ["north", "54.2 ± 6.9", "50.0", "60.0"])
  }

  @Test("shows strategies and clients as they are called, whatever the names are made of")
  func hostile() throws {
    for name in hostileNames {
      let settings = [Self.setting(near: near, far: far, names: [name, "krum"], withheld: [name])]
      let page = try page(settings)
      #expect(page.elements("script").isEmpty && page.elements("img").isEmpty)
      #expect(page.elements("style").count == 1)
      #expect(page.elements("title").first?.wholeText == "made · apportion")
    }
  }

  @Test("has a section for each setting, and what was run at the end")
  func sections() throws {
    let setting = Self.setting(near: near, far: far)
    let page = try page([setting, setting])
    #expect(
      page.elements("section").compactMap { $0.attributes["id"] } == [
        "setting-1", "setting-2", "what",
      ])
    let codes = page.elements("code").map(\.wholeText)
    #expect(codes.contains("apportion compare comparison.yml --output again"))
    #expect(codes.contains("name: made\n") && codes.contains("12  a\n34  b"))
    #expect(
      ComparisonPage(Self.record([setting])).html == ComparisonPage(Self.record([setting])).html)
  }
}
