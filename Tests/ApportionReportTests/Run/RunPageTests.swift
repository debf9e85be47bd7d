import ApportionReconstruction
import ApportionReport
import ApportionSimulation
import Foundation
import Testing

@Suite("The page of a run")
struct RunPageTests {
  func page(_ run: RunRecord) throws -> ParsedPage { try ParsedPage(RunPage(run).html) }

  func findings(_ run: RunRecord) throws -> [String] {
    try page(run).elements("li").map(\.wholeText)
  }

  @Test("says first that training diverged, where it did, and nothing of it where it did not")
  func divergence() throws {
    var run = madeRun([1, 2, -0.5])
    #expect(try !findings(run).contains { $0.contains("diverged") })
    run.rounds[3].validation.lossSum = 200 * 85.125
    #expect(
      try findings(run).first == """
        Training diverged: validation loss 2 before the first round, 85.12 after the last; values show \
        which clients moved the model, not which improved it; lower the learning rate or the weight \
        decay.
        """)
    run.rounds[3].validation.lossSum = 200 * 1.25e38
    _ = try page(run)
  }

  @Test("says before any value that there are notes on the data, where there are")
  func notes() throws {
    #expect(try !findings(madeRun([1, 2])).contains { $0.contains("on the data") })
    for (notes, count) in [(["a"], "1 note"), (["a", "b"], "2 notes")] {
      var run = madeRun([1, 2], notes: notes)
      let said = "\(count) on the data may affect the meaning of these values: see What was run."
      #expect(try findings(run).first == said)
      #expect(try page(run).elements("a").contains { $0.wholeText == "What was run" })
      run.rounds[3].validation.lossSum = 200 * 85.125
      #expect(try findings(run)[1] == said)
    }
  }

  @Test("draws values between which no number lies")
  func tiny() throws {
    for values in [[5e-324, 0], [5e-324], [-1e-310, 1e-312, 0]] { _ = try page(madeRun(values)) }
  }

  @Test("draws values of 38 digits")
  func huge() throws {
    let page = try page(madeRun([1.25e38, -2.5e38, 3]))
    let rows = ParsedPage.rows(page.elements("figure")[0])
    #expect(rows.dropFirst().map { $0[1] } == ["+1.25e+38", "+3", "−2.50e+38"])
    #expect(page.elements("text").allSatisfy { $0.wholeText.count < 30 })
  }

  @Test("is one file of closed tags that loads and runs nothing")
  func structure() throws {
    let html = RunPage(madeRun([1, 2, -0.5], strategies: ["fed-avg", "krum"])).html
    let page = try ParsedPage(html)
    #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
    for loaded in ["script", "link", "img", "iframe", "image", "use", "object"] {
      #expect(page.elements(loaded).isEmpty, "\(loaded)")
    }
    #expect(!html.contains("http:") && !html.contains("https:") && !html.contains("@import"))
    let policy = page.elements("meta").first { $0.attributes["http-equiv"] != nil }
    #expect(policy?.attributes["content"]?.hasPrefix("default-src 'none'; style-src") == true)
    let targets = page.elements("a").compactMap { $0.attributes["href"] }
    let ids = Set(page.root.all.compactMap { $0.attributes["id"] })
    #expect(targets == ["#who", "#how", "#what"])
    #expect(targets.allSatisfy { ids.contains(String($0.dropFirst())) })
  }

  @Test("has a title and a description in every drawing, and a table behind it")
  func accessibility() throws {
    let page = try page(madeRun([1, 2, -0.5], strategies: ["fed-avg", "krum"]))
    let figures = page.elements("figure")
    #expect(
      figures.map { $0.all.first { $0.name == "b" }?.wholeText ?? "" } == [
        "Value by loss reduction", "Value by accuracy", "Share of the whole", "Value of each round",
        "Running total", "Client by round, by loss reduction", "Client by round, by accuracy",
        "Accuracy of the model", "Loss of the model", "The strategy of each round",
      ])
    for figure in figures {
      let drawing = try #require(figure.children.first { $0.name == "svg" })
      #expect(drawing.attributes["role"] == "img")
      #expect(drawing.children.prefix(2).map(\.name) == ["title", "desc"])
      #expect(drawing.children.prefix(2).allSatisfy { !$0.wholeText.isEmpty })
      let details = try #require(figure.children.first { $0.name == "details" })
      #expect(ParsedPage.rows(details).count > 1)
    }
  }

  @Test("shows names as they are, whatever they are made of")
  func hostile() throws {
    var run = madeRun(
      hostileNames.map { 1 / Double($0.count + 1) }, names: hostileNames,
      absent: { client, _ in client == 3 })
    (run.name, run.dataset, run.config) = (hostileNames[0], hostileNames[1], hostileNames[3])
    (run.strategy, run.hash) = (hostileNames[2], hostileNames[5])
    let html = RunPage(run).html
    let page = try ParsedPage(html)
    let known: Set = [
      "", "#text", "a", "b", "bdi", "body", "circle", "code", "dd", "defs", "desc", "details",
      "div", "dl",
      "dt", "figcaption", "figure", "h1", "h2", "head", "header", "html", "li", "line", "main",
      "meta", "nav", "p", "path", "pattern", "pre", "rect", "section", "style", "summary", "svg",
      "table", "tbody", "td", "text", "th", "thead", "title", "tr", "ul",
    ]
    #expect(Set(page.root.all.map(\.name)).subtracting(known).isEmpty)
    let attributes = Set(page.root.all.flatMap(\.attributes.keys))
    #expect(attributes.allSatisfy { !$0.hasPrefix("on") && $0 != "src" })
    let names = Set(page.elements("bdi").map(\.wholeText))
    for name in hostileNames where !name.contains("\u{0}") && !name.contains("\u{202E}") {
      #expect(names.contains(name), "\(name)")
    }
    #expect(names.contains("a\\u{0}\\u{1b}[2J\\u{d}\nb"))
    #expect(names.contains("\\u{202e}txt.exe\\u{2066}"))
    #expect(!html.contains("<script") && !html.contains("<img"))
  }

  @Test("stays below one megabyte with fifty rounds of twenty clients, all methods asked")
  func size() throws {
    let run = madeRun(
      (0..<20).map { sin(Double($0)) / 7 + 0.2 }, errors: (0..<20).map { 0.01 + Double($0) / 900 },
      names: (0..<20).map { "Hospital number \($0) of the north" }, rounds: 50,
      strategies: ["fed-avg", "fed-median", "krum"],
      methods: [
        "shapley", "banzhaf", "leave-one-out", "individual", "least-core", "beta-shapley",
      ])
    let bytes = RunPage(run).html.utf8.count
    #expect(bytes < 1_000_000)
    // Rounds beyond sixty go together, so that length alone does not make a page heavy.
    var long = madeRun(run.primaryValues, rounds: 1000)
    long.name = "long"
    let page = try page(long)
    #expect(RunPage(long).html.utf8.count < 1_000_000)
    #expect(page.elements("p").contains { $0.wholeText.contains("There are 1000 rounds") })
    let rows = try ParsedPage.rows(#require(page.figure("Running total")))
    #expect(rows.count == 60 && rows[1][0] == "17" && rows[59][0] == "1000")
  }

  @Test("is the same to the byte for the same run")
  func deterministic() {
    let run = madeRun([1, 2, -0.5], errors: [0.1, 0.2, 0.3], strategies: ["a", "b", "c"])
    #expect(RunPage(run).html == RunPage(run).html)
  }

  @Test("shows numbers by their uncertainty, with intervals drawn where there is one")
  func uncertainty() throws {
    let page = try page(madeRun([0.729183, 0.051234], errors: [0.011938, 0.0024]))
    let figure = try #require(page.figure("Value by loss reduction"))
    #expect(
      ParsedPage.rows(figure)
        == [["client", "nats"], ["0", "+0.729 ± 0.023"], ["1", "+0.0512 ± 0.0047"]])
    #expect(figure.all.filter { $0.attributes["class"] == "whisker" }.count == 2)
    let exact = try #require(
      try self.page(madeRun([0.729183, 0.051234])).figure("Value by loss reduction"))
    #expect(ParsedPage.rows(exact) == [["client", "nats"], ["0", "+0.729"], ["1", "+0.051"]])
    #expect(exact.all.allSatisfy { $0.attributes["class"] != "whisker" })
  }

  @Test("says who contributed most and least, who hurt, and who was made worse")
  func words() throws {
    var noisy = Corruption()
    noisy.labelNoise = 0.6
    #expect(
      try findings(
        madeRun(
          [-0.2, 0.5, 0.25], names: ["north", "south", "7"], accuracies: [0.01, 0.1, 0.1],
          corruption: noisy)) == [
          "By loss reduction, south contributed the most (+0.500 nats) and north the least (−0.200).",
          "north has a value below zero: the model was worse with its updates.",
          "The two utilities disagree about north: by one it helped, by the other it hurt.",
          "Corrupted on purpose by the config: north (label noise 0.6).",
        ])
    #expect(
      try findings(madeRun([-0.2, -0.5, 2], names: ["north", "8", "7"]))[0]
        == "By loss reduction, client 7 contributed the most (+2.00 nats) and client 8 the least (−0.50)."
    )
  }

  @Test("says which clients cannot be told apart, and whose value may be zero")
  func ties() throws {
    let said = try findings(
      madeRun(
        [0.5, 0.48, 0.46, 0.1, 0.01], errors: [0.01, 0.02, 0.01, 0.002, 0.02],
        names: ["a", "b", "c", "d", "e"]))
    #expect(
      said.contains(
        "These three cannot be distinguished: a, b and c; their intervals overlap, so their order may be chance."
      ) == false)
    // a and c do not overlap, but b overlaps both.
    #expect(said.contains { $0.hasPrefix("These two cannot be distinguished: a and b; their") })
    #expect(said.contains { $0.hasPrefix("These two cannot be distinguished: b and c; their") })
    #expect(said.contains("Whether e helped or hurt is uncertain: the interval contains zero."))
    let three = try findings(
      madeRun(
        [0.5, 0.48, 0.46, 0.1], errors: [0.02, 0.02, 0.02, 0.002], names: ["a", "b", "c", "d"]))
    #expect(
      three.contains(
        "These three cannot be distinguished: a, b and c; their intervals overlap, so their order may be chance."
      ))
    let all = try findings(madeRun([0.5, 0.48, 0.46], errors: [0.02, 0.02, 0.02]))
    #expect(
      all.contains(
        "None of the three clients can be distinguished; their intervals overlap, so their order may be chance."
      ))
    let equal = try findings(madeRun([0.5, 0.2, 0.2], names: ["a", "b", "c"]))
    #expect(
      equal.contains("These two cannot be distinguished: b and c; their values are the same."))
  }

  @Test("says why there are no shares, and draws none")
  func withheld() throws {
    let run = madeRun([1, -3])
    #expect(
      try findings(run).contains(
        """
        There are no shares: the values sum to less than zero, so dividing by the sum would turn \
        signs around.
        """))
    #expect(try page(run).figure("Share of the whole") == nil)
    #expect(try page(madeRun([3, -1])).figure("Share of the whole") != nil)
  }

  @Test("does with one client, one round and nothing held out for testing")
  func smallest() throws {
    let page = try page(madeRun([0.5], rounds: 1, isTested: false))
    #expect(
      page.elements("li").map(\.wholeText)
        == ["There is only one client, so the whole gain is its contribution."])
    let accuracy = try #require(page.figure("Accuracy of the model"))
    #expect(accuracy.wholeText.contains("There are no test examples."))
    #expect(
      ParsedPage.rows(accuracy) == [["round", "validation"], ["0", "50.0"], ["1", "50.5"]])
    #expect(!page.elements("dt").contains { $0.wholeText == "test accuracy" })
    #expect(page.figure("The strategy of each round") == nil)
  }

  @Test("shows the rule of every round where it changes")
  func strategies() throws {
    let page = try page(madeRun([1, 2], rounds: 6, strategies: ["fed-avg", "krum"]))
    let figure = try #require(page.figure("The strategy of each round"))
    #expect(
      ParsedPage.rows(figure) == [
        ["strategy", "rounds", "which"], ["krum", "3", "1, 3, 5"], ["fed-avg", "3", "2, 4, 6"],
      ])
  }

  @Test("says on which machines the rounds were worked out, the same one once")
  func machines() throws {
    func told(_ machines: [(firstRound: Int, machine: String)]) throws -> [[String]] {
      let list = try #require(
        try page(madeRun([1, 2], rounds: 9, machines: machines, notes: ["column 1 has no name"]))
          .elements("dl").last)
      let (terms, texts) = (
        list.all.filter { $0.name == "dt" }, list.all.filter { $0.name == "dd" }
      )
      return zip(terms, texts).map { [$0.wholeText, $1.wholeText] }
    }
    let others = try told([])
    #expect(
      others.map(\.first) == [
        "version", "seed", "validation examples", "test examples", "classes", "note",
      ])
    #expect(others.suffix(2).map(\.last) == ["a<b 3, c 197", "column 1 has no name"])
    #expect(try told([(1, "one")]) == others + [["machine", "one"]])
    #expect(try told([(1, "one"), (4, "one")]) == others + [["machine", "one"]])
    #expect(
      try told([(1, "one"), (4, "one"), (5, "<b>two"), (9, "one")])
        == others + [
          ["rounds 1 to 4", "one"], ["rounds 5 to 8", "<b>two"], ["rounds 9 to 9", "one"],
        ])
  }

  @Test("leaves rounds without a client blank, and says so")
  func absence() throws {
    let run = madeRun([1, 2], names: ["a", "b"], rounds: 3, absent: { $0 == 0 && $1 == 2 })
    #expect(
      try findings(run).contains(
        "a did not participate in all 3 rounds, and received no value for those without it."))
    let heat = try #require(try page(run).figure("Client by round, by loss reduction"))
    let rows = ParsedPage.rows(heat)
    #expect(rows[0] == ["client", "round 1", "round 2", "round 3"])
    #expect(rows[2][0] == "a" && rows[2][2] == "–")
    // One cell for each value.
    let cells = heat.all.filter { $0.name == "rect" && !$0.children.isEmpty }
    #expect(cells.count == 5)
  }
}

extension RunRecord {
  fileprivate var primaryValues: [Double] { contributions[0].values }
}
