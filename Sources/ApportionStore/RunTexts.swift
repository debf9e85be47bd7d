import ApportionReconstruction
package import ApportionSimulation

/// The text files of a run's folder, which are generated from its ledger alone.
package struct RunTexts {
  private let clients: [ClientRecord]
  private let config: String
  private var contributions = ContributionsCSV()
  private var rounds = RoundsCSV()
  private var totals: TotalAccount

  /// Starts the texts of a run without rounds, with the config in force.
  package init(clients: [ClientRecord], config: String) {
    (self.clients, self.config) = (clients, config)
    totals = TotalAccount(clientCount: clients.count)
  }

  /// Adds the next round.
  package mutating func add(_ round: LedgerRound) {
    contributions.add(round.account.rows(names: clients.map(\.name)))
    rounds.add(round.account, test: round.test)
    totals.add(round.account)
  }

  /// Each file's name and text.
  package var files: [(name: String, text: String)] {
    var contributions = contributions
    contributions.add(totals.rows(names: clients.map(\.name)))
    return [
      ("clients.csv", ClientsCSV(clients).text), ("contributions.csv", contributions.text),
      ("rounds.csv", rounds.text), ("config.yml", config),
    ]
  }
}
