import ApportionReconstruction
import ApportionSimulation

/// The performance of a run's models as CSV text, with one row per round.
///
/// The last two fields are empty if no examples are held out for testing. Numbers have 17 significant digits,
/// which is enough to read back the same bits.
struct RoundsCSV {
  static let header = """
    round,strategy,participants,engine,validation_accuracy,validation_loss,test_accuracy,test_loss
    """

  private(set) var text = header + "\n"

  mutating func add(_ account: RoundAccount, test: Outcome?) {
    let tested = test.flatMap { $0.count > 0 ? [$0.accuracy, $0.loss] : nil }
    let numbers =
      [account.after.accuracy, account.after.loss].map(fullPrecision)
      + (tested?.map(fullPrecision) ?? ["", ""])
    text += "\(account.round),\(account.strategy),\(account.clients.count),"
    text += "\(account.engine.rawValue),\(numbers.joined(separator: ","))\n"
  }
}
