import ApportionReconstruction
import ApportionSimulation
import ApportionValuation

/// The rules that every ledger satisfies: checked for everything that is read, before it is used, and for
/// everything that is added.
///
/// For a header and rounds that were checked, clients can be indexed by participants, values by players, and
/// utilities by coalitions.
struct LedgerRules {
  private let header: LedgerHeader
  /// The number of rounds added so far.
  private(set) var rounds = 0
  /// The number of examples that utilities are measured on, known after the first round.
  private var examples: Int?
  /// The methods and utilities of every round, known after the first round.
  private var asked: [Asked]?

  private struct Asked: Hashable {
    let method: String
    let utility: Utility
  }

  /// The maximum number of examples of one client or one evaluation, so that no sum of them overflows.
  static let mostExamples = 1 << 40
  /// The largest magnitude of a number, so that no sum of their squares overflows.
  static let largestNumber = 1e150

  init(_ header: LedgerHeader) throws(LedgerFault) {
    self.header = header
    func require(_ holds: Bool, _ field: String, _ problem: @autoclosure () -> String)
      throws(LedgerFault)
    {
      guard holds else { throw LedgerFault(round: 0, field: field, problem: problem()) }
    }
    try require(header.rounds >= 0, "rounds", "\(header.rounds) is negative")
    for (place, party) in header.parties.enumerated() {
      let (client, corruption) = (party.client, party.client.corruption)
      try require(client.id == place, "clients", "client \(place) is missing")
      try require(
        (0...Self.mostExamples).contains(client.examples), "clients",
        "client \(place) has \(client.examples) examples")
      try require(
        corruption.labelNoise >= 0 && corruption.labelNoise <= 1, "clients",
        "client \(place) has a label noise of \(corruption.labelNoise)")
      try require(
        corruption.featureNoise >= 0 && corruption.featureNoise.isFinite, "clients",
        "client \(place) has a feature noise of \(corruption.featureNoise)")
    }
    for own in header.data.classes {
      try require(
        (0...Self.mostExamples).contains(own.examples), "data",
        "class \(own.name) has \(own.examples) examples")
    }
  }

  /// Checks the next round.
  mutating func add(_ round: LedgerRound) throws(LedgerFault) {
    let number = rounds + 1
    func fault(_ field: String, _ problem: String) -> LedgerFault {
      LedgerFault(round: number, field: field, problem: problem)
    }
    let account = round.account
    guard account.round == number else {
      throw fault("round", "it has the number \(account.round)")
    }
    guard !account.strategy.isEmpty else { throw fault("strategy", "it has no name") }
    guard account.stableShare.map({ (0...1).contains($0) }) ?? true else {
      throw fault("engine", "its stable share is \(account.stableShare ?? 0)")
    }
    if let problem = participantsProblem(round) { throw fault("participants", problem) }
    if let problem = exclusionsProblem(round) { throw fault("exclusions", problem) }
    if let problem = outcomesProblem(round) { throw fault("outcomes", problem) }
    if let problem = coalitionsProblem(account) { throw fault("coalitions", problem) }
    if let problem = contributionsProblem(account) { throw fault("contributions", problem) }
    rounds = number
    examples = account.after.count
    asked = account.entries.map { Asked(method: $0.method, utility: $0.utility) }
  }

  private func participantsProblem(_ round: LedgerRound) -> String? {
    let clients = round.participants.map(\.client)
    guard clients == round.account.clients else { return "they are not those of the account" }
    guard !clients.isEmpty else { return "no client took part" }
    guard clients.count <= Coalition.capacity else {
      return "\(clients.count) participants are too many"
    }
    guard Set(clients).count == clients.count else { return "a client takes part twice" }
    for own in round.participants {
      guard header.parties.indices.contains(own.client) else {
        return "there is no client \(own.client)"
      }
      guard (0...Self.mostExamples).contains(own.examples) else {
        return "client \(own.client) has \(own.examples) examples"
      }
      for number in [own.stepSum, own.initialLoss] where !(number.map(Self.isUsable) ?? true) {
        return "client \(own.client) has a step sum or a loss of \(number ?? 0)"
      }
    }
    return nil
  }

  private func exclusionsProblem(_ round: LedgerRound) -> String? {
    let clients = round.excluded.map(\.client)
    guard Set(clients).count == clients.count else { return "a client is excluded twice" }
    if let stranger = clients.first(where: { !header.parties.indices.contains($0) }) {
      return "there is no client \(stranger)"
    }
    if let both = clients.first(where: round.account.clients.contains) {
      return "client \(both) takes part and is excluded"
    }
    return nil
  }

  private func outcomesProblem(_ round: LedgerRound) -> String? {
    let account = round.account
    guard account.before.count == account.after.count, account.after.count > 0 else {
      return """
        there are \(account.before.count) validation examples before and \(account.after.count) after it
        """
    }
    guard examples == nil || examples == account.after.count else {
      return "there are \(account.after.count) validation examples, but \(examples ?? 0) before"
    }
    for outcome in [account.before, account.after, round.test] {
      guard (0...Self.mostExamples).contains(outcome.count),
        (0...outcome.count).contains(outcome.correct)
      else { return "\(outcome.correct) of \(outcome.count) examples cannot be correct" }
      guard Self.isUsable(outcome.lossSum) else { return "a loss is \(outcome.lossSum)" }
    }
    return nil
  }

  private func coalitionsProblem(_ account: RoundAccount) -> String? {
    let (coalitions, players) = (account.evaluated, account.clients.count)
    guard coalitions.exampleCount == account.after.count else {
      return "they were evaluated on other examples"
    }
    guard coalitions.exampleCount <= UInt32.max else {
      return "\(coalitions.exampleCount) examples are too many"
    }
    guard coalitions.lossSums.count == coalitions.count,
      (coalitions.members?.count ?? coalitions.count) == coalitions.count
    else { return "they do not have a loss and a number of correct predictions each" }
    if let members = coalitions.members {
      for coalition in members {
        guard coalition.allSatisfy((0..<players).contains) else {
          return "a coalition has a player that does not exist"
        }
        guard zip(coalition, coalition.dropFirst()).allSatisfy({ $0 < $1 }) else {
          return "the players of a coalition are not in order"
        }
      }
      guard Set(members).count == members.count else { return "a coalition is present twice" }
    } else {
      guard players < Int.bitWidth - 1, coalitions.count == 1 << players else {
        return "there are \(coalitions.count), but 2^\(players) are expected"
      }
    }
    guard coalitions.correct.allSatisfy((0...coalitions.exampleCount).contains) else {
      return "a coalition has more correct predictions than examples"
    }
    if let loss = coalitions.lossSums.first(where: { !Self.isUsable($0) }) {
      return "a loss is \(loss)"
    }
    return nil
  }

  private func contributionsProblem(_ account: RoundAccount) -> String? {
    let own = account.entries.map { Asked(method: $0.method, utility: $0.utility) }
    guard !own.isEmpty else { return "there are none" }
    guard Set(own).count == own.count else { return "a method is present twice" }
    guard asked == nil || asked == own else {
      return "their methods differ from those of the rounds before"
    }
    for entry in account.entries {
      let attribution = entry.attribution
      guard !entry.method.isEmpty else { return "a method has no name" }
      guard attribution.values.count == account.clients.count,
        attribution.standardErrors.count == account.clients.count
      else { return "\(entry.method) does not have a value for each participant" }
      guard attribution.evaluations >= 0 else {
        return "\(entry.method) has \(attribution.evaluations) evaluations"
      }
      guard Axioms.all.isSuperset(of: attribution.guarantees) else {
        return "\(entry.method) has unknown guarantees, \(attribution.guarantees.rawValue)"
      }
      if let value = attribution.values.first(where: { !Self.isUsable($0) }) {
        return "\(entry.method) has the value \(value)"
      }
      for error in attribution.standardErrors {
        guard let error else { continue }
        guard Self.isUsable(error), error >= 0 else {
          return "\(entry.method) has the standard error \(error)"
        }
      }
      for (name, figure) in attribution.figures where !Self.isUsable(figure) {
        return "\(entry.method) has the \(name) \(figure)"
      }
    }
    return nil
  }

  private static func isUsable(_ number: Double) -> Bool { abs(number) <= largestNumber }
}

extension Axioms {
  fileprivate static let all: Axioms = [.efficiency, .symmetry, .nullPlayer, .linearity]
}
