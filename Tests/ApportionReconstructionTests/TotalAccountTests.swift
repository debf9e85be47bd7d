import ApportionReconstruction
import ApportionSimulation
import ApportionValuation
import Testing

@Suite("TotalAccount")
struct TotalAccountTests {
  @Test(
    "the Shapley totals add up to what training gained from first to last",
    arguments: RoundGameTests.strategies.indices)
  func telescoping(strategy: Int) async throws {
    var totals = TotalAccount(clientCount: 4)
    var accounts: [RoundAccount] = []
    for round in try await TrainedRounds(RoundGameTests.strategies[strategy])(5) {
      accounts.append(try await TrainedRounds.account(round))
      totals.add(accounts[accounts.count - 1])
    }
    #expect(totals.rounds == 5)
    for (now, next) in zip(accounts, accounts.dropFirst()) { #expect(now.after == next.before) }
    for utility in Utility.allCases {
      let entry = try #require(totals.entry(method: "shapley", utility: utility))
      let gained = utility(accounts[4].after) - utility(accounts[0].before)
      // Rounding in Double alone, over five rounds.
      #expect(abs(entry.values.reduce(0, +) - gained) < 1e-12, "\(utility)")
    }
  }

  @Test("a client that was absent adds nothing, and the others go to their own places")
  func partialParticipation() async throws {
    var trained = TrainedRounds()
    trained.participation.fraction = 0.5
    var totals = TotalAccount(clientCount: 4)
    var sums = [Double](repeating: 0, count: 4)
    var cohorts = Set<[Int]>()
    var taken = [0, 0, 0, 0]
    for round in try await trained(5) {
      let account = try await TrainedRounds.account(round)
      totals.add(account)
      #expect(account.clients.count == 2)
      #expect(account.evaluations == 4)
      cohorts.insert(account.clients)
      for client in account.clients { taken[client] += 1 }
      let entry = try #require(
        account.entries.first { $0.method == "shapley" && $0.utility == .loss })
      for (client, value) in zip(account.clients, entry.attribution.values) {
        sums[client] += value
      }
    }
    #expect(cohorts.count > 1)
    #expect(totals.roundsTaken == taken && taken.reduce(0, +) == 10)
    #expect(totals.entry(method: "shapley", utility: .loss)?.values == sums)
    #expect(totals.entry(method: "shapley", utility: .loss)?.standardErrors == [0, 0, 0, 0])
  }

  @Test("independent standard errors add up by their squares")
  func standardErrors() async throws {
    var account = try await TrainedRounds.account(TrainedRounds()(1)[0])
    var totals = TotalAccount(clientCount: 4)
    account.entries[1].attribution.standardErrors = [3, 0, 1, 2]
    totals.add(account)
    account.entries[1].attribution.standardErrors = [4, 0, 0, 2]
    totals.add(account)
    #expect(totals.entries[1].standardErrors == [5, 0, 1, 8.0.squareRoot()])
    #expect(totals.entries[0].standardErrors == [0, 0, 0, 0])
    account.entries[1].attribution.standardErrors = [nil, 0, 1, 2]
    totals.add(account)
    account.entries[1].attribution.standardErrors = [1, 0, 0, 2]
    totals.add(account)
    #expect(totals.entries[1].standardErrors[0] == nil)
    #expect(totals.entries[1].standardErrors[1] == 0)
    #expect(totals.entry(method: "banzhaf", utility: .loss) == nil)
  }
}
