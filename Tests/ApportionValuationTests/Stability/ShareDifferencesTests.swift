import ApportionValuation
import Testing

@Suite("ShareDifferences")
struct ShareDifferencesTests {
  @Test("compares every two settings, run by run and player by player")
  func pairs() {
    let differences = ShareDifferences(
      between: [
        [[0.5, 0.5], [0.25, 0.75]],
        [[0.75, 0.25], [0.25, 0.75]],
        [[0.5, 0.5], [1.25, -0.25]],
      ], edges: [-1.5, -0.5, 0.5, 1.5])
    #expect(differences.count == 12)
    // 1 and 2: ¼ ¼ 0 0; 1 and 3: 0 0 1 1; 2 and 3: ¼ ¼ 1 1.
    #expect(differences.meanAbsolute == 5.0 / 12)
    #expect(differences.maximumAbsolute == 1)
    #expect(differences.histogram.counts == [2, 8, 2])
  }

  @Test("the sign is that of the earlier setting")
  func sign() {
    let differences = ShareDifferences(between: [[[0.75]], [[0.5]]], edges: [-1, 0, 1])
    #expect(differences.histogram.counts == [0, 1])
  }

  @Test("equal settings do not differ")
  func equal() {
    let differences = ShareDifferences(between: [[[0.3, 0.7]], [[0.3, 0.7]]], edges: [-1, 1])
    #expect((differences.meanAbsolute, differences.maximumAbsolute) == (0, 0))
  }

  @Test("one setting, other players, and no runs are the caller's mistakes")
  func mistakes() async {
    await #expect(processExitsWith: .failure) {
      _ = ShareDifferences(between: [[[1]]], edges: [0, 1])
    }
    await #expect(processExitsWith: .failure) {
      _ = ShareDifferences(between: [[[1]], [[0.5, 0.5]]], edges: [0, 1])
    }
    await #expect(processExitsWith: .failure) {
      _ = ShareDifferences(between: [[], []], edges: [0, 1])
    }
  }
}
