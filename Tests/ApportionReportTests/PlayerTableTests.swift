import ApportionReport
import ApportionValuation
import Testing

@Suite("PlayerTable")
struct PlayerTableTests {
  static func text(_ values: [Double], errors: [Double?]? = nil, ranks: [Int]) -> String {
    PlayerTable(
      Attribution(
        values: values, standardErrors: errors, evaluations: 8, guarantees: []),
      ranks: ranks, shares: Shares(of: values)
    ).text()
  }

  @Test("shows the players by rank, and equal ones by number")
  func ranked() {
    #expect(
      Self.text([10, 25, 15, 25], errors: [1, nil, 0, 2.25], ranks: [4, 1, 3, 1]) == """
        rank  player    value  standard error   share
        ────  ──────  ───────  ──────────────  ──────
           1       1  +25.000         unknown  33.3 %
           1       3  +25.000           2.250  33.3 %
           3       2  +15.000           0.000  20.0 %
           4       0  +10.000           1.000  13.3 %

        """)
  }

  @Test("shows five digits of the largest value, and says why there are no shares")
  func digits() {
    #expect(
      Self.text([0.00125, -0.00375], ranks: [1, 2]) == """
        rank  player       value  standard error  share
        ────  ──────  ──────────  ──────────────  ─────
           1       0  +0.0012500       0.0000000      –
           2       1  -0.0037500       0.0000000      –
        no shares: the values sum to less than zero, so dividing by the sum would turn signs around

        """)
    #expect(Self.text([1234567, 1], ranks: [1, 2]).contains("+1234567 "))
    #expect(Self.text([0, 0], ranks: [1, 1]).contains("+0.0000 "))
  }
}
