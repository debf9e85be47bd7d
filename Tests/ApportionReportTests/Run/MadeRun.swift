import ApportionReconstruction
import ApportionReport
import ApportionSimulation
import Foundation

/// A run of made-up rounds; `values` and `errors` are by client, the same in every round.
func madeRun(
  _ values: [Double], errors: [Double]? = nil, names: [String]? = nil, rounds: Int = 4,
  accuracies: [Double]? = nil, isTested: Bool = true, strategies: [String] = ["fed-avg"],
  absent: (_ client: Int, _ round: Int) -> Bool = { _, _ in false },
  methods: [String] = ["shapley"],
  machines: [(firstRound: Int, machine: String)] = [(1, "a machine")],
  corruption: Corruption = Corruption(), notes: [String] = []
) -> RunRecord {
  let clients = values.indices.map {
    ClientRecord(
      id: $0, name: names?[$0] ?? "\($0)", examples: 100 + $0,
      corruption: $0 == 0 ? corruption : Corruption())
  }
  let errors = errors ?? values.map { _ in 0 }
  func contribution(_ method: String, _ utility: Utility) -> MethodContributions {
    let own = utility == .loss ? values : accuracies ?? values.map { $0 / 10 }
    return MethodContributions(
      TotalAccount.Entry(
        method: method, utility: utility, values: own,
        standardErrors: utility == .loss ? errors : errors.map { $0 / 10 }))
  }
  let outcome = { (round: Int) in
    Outcome(correct: 100 + round, lossSum: 400 / Double(1 + round), count: 200)
  }
  let nothing = Outcome(correct: 0, lossSum: 0, count: 0)
  return RunRecord(
    name: "made", dataset: "digits",
    data: DataSummary(
      classes: [.init(name: "a<b", examples: 3), .init(name: "c", examples: 197)],
      notes: notes),
    strategy: strategies.count > 1 ? "fed-random" : strategies[0],
    seed: 7, version: "1.2.3", config: "name: made\nseed: 7\n", machines: machines,
    command: "apportion run config.yml --output again",
    hash: String(repeating: "ab", count: 32), clients: clients,
    roundsTaken: clients.indices.map { client in
      (1...rounds).count { !absent(client, $0) }
    },
    contributions: methods.flatMap { [contribution($0, .loss), contribution($0, .accuracy)] },
    initial: outcome(0),
    rounds: (1...rounds).map { round in
      let own = clients.indices.map { client in
        absent(client, round) ? nil : values[client] / Double(rounds) * sin(Double(round + client))
      }
      return RunRecord.Round(
        number: round, strategy: strategies[round * round % strategies.count],
        values: [.loss: own, .accuracy: own.map { $0.map { $0 / 10 } }],
        validation: outcome(round), test: isTested ? outcome(round / 2) : nothing)
    })
}

/// Names that want to be more than names.
let hostileNames = [
  "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onload='alert(1)",
  "</style><style>*{display:none}", "]]>&lt;&#0;", "a\u{0}\u{1B}[2J\r\nb",
  "\u{202E}txt.exe\u{2066}",
  "</title></svg><svg onload=alert(1)>", String(repeating: "very long ", count: 40),
  "東京大学病院 🏥", "", "javascript:alert(1)",
]
