import ApportionTesting
import ApportionValuation
import Testing

@Suite("Fidelity")
struct FidelityTests {
  @Test("errors are relative to the values, and to what tells players apart")
  func errors() {
    let fidelity = Fidelity(of: [5, 4, 1], to: [1, 4, 4])
    // ‖(4, 0, −3)‖ = 5; ‖(1, 4, 4)‖ = √33; ‖(−2, 1, 1)‖ = √6.
    #expect(abs((fidelity.relativeError ?? 0) - 5 / 33.0.squareRoot()) < 1e-15)
    #expect(abs((fidelity.errorOverSpread ?? 0) - 5 / 6.0.squareRoot()) < 1e-15)
    #expect(fidelity.largestError == 4)
    // Ranks (3, 2, 1) and (1, 2.5, 2.5).
    #expect(abs((fidelity.spearman ?? 0) + 0.75.squareRoot()) < 1e-15)
    #expect(abs((fidelity.kendall ?? 0) + (2 / 3.0).squareRoot()) < 1e-15)
  }

  @Test("exact values are exact, and what has no measure is nil")
  func ends() {
    let exact = Fidelity(of: [1, 2, 3], to: [1, 2, 3])
    #expect(exact.relativeError == 0 && exact.errorOverSpread == 0 && exact.largestError == 0)
    #expect(abs((exact.spearman ?? 0) - 1) < 1e-15 && exact.kendall == 1)
    let same = Fidelity(of: [0.2, 0.1, 0.1], to: [0.1, 0.1, 0.1])
    #expect(same.errorOverSpread == nil && same.spearman == nil && same.kendall == nil)
    #expect(same.relativeError != nil)
    #expect(Fidelity(of: [1, 2], to: [0, 0]).relativeError == nil)
  }

  @Test("the residual of efficiency is what values leave over or give out beyond the gain")
  func residual() async throws {
    let table = try await CoalitionTable(of: SquareGame(amounts: [1, 2, 3]))
    #expect(abs(table.efficiencyResidual(of: table.values(by: .shapley))) < 1e-12)
    // Leave-one-out counts every pair twice: 36 and once more 2 (2 + 3 + 6).
    #expect(table.efficiencyResidual(of: table.values(by: .leaveOneOut)) == 22)
    #expect(CoalitionTable(worths: [5, 7]).efficiencyResidual(of: [1]) == -1)
  }

  @Test("the linear datamodelling score is 1 where worths grow with the sums, whatever the shape")
  func datamodelling() async throws {
    let amounts = [1.0, 2, 4, 9]
    let square = try await CoalitionTable(of: SquareGame(amounts: amounts))
    #expect(abs((square.linearDatamodellingScore(of: amounts) ?? 0) - 1) < 1e-12)
    #expect(abs((square.linearDatamodellingScore(of: amounts.map(-)) ?? 0) + 1) < 1e-12)
    #expect(square.linearDatamodellingScore(of: [0, 0, 0, 0]) == nil)
    #expect(square.linearDatamodellingScore(of: amounts, size: 4) == nil)
  }

  @Test("the score is Spearman's of sums and worths, ties at the mean of their ranks")
  func spearman() {
    let table = CoalitionTable(worths: [0, 3, 1, 2])
    // Sums 0, 1, 1, 2 of ranks 1, 2½, 2½, 4; worths of ranks 1, 4, 2, 3: 3 of √(4½ · 5).
    let score = table.linearDatamodellingScore(of: [1, 1]) ?? 0
    #expect(abs(score - 3 / 22.5.squareRoot()) < 1e-12)
    #expect(
      table.linearDatamodellingScore(of: [2, 1], size: 1).map { abs($0 - 1) < 1e-12 } == true)
    #expect(
      table.linearDatamodellingScore(of: [1, 2], size: 1).map { abs($0 + 1) < 1e-12 } == true)
  }
}
