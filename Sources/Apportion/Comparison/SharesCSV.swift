import ApportionReconstruction
import ApportionStore
import ApportionValuation

/// The shares of all runs of a comparison as CSV text.
///
/// It has one row per run and client, with a column for each axis. A withheld share is empty.
struct SharesCSV {
  let text: String

  /// Formats the shares of runs.
  ///
  /// - Parameters:
  ///   - runs: in the order of the rows.
  ///   - settings: determine how values become shares.
  ///   - method: the method whose values the shares are computed from.
  ///   - utility: the utility of these values.
  init(_ runs: [ComparedRun], _ settings: ComparisonSettings, method: String, utility: Utility) {
    let columns =
      settings.axes.map(quoted)
      + ["strategy", "seed", "repetition", "client", "name", "share", "method", "utility"]
    var text = columns.joined(separator: ",") + "\n"
    for run in runs {
      let head =
        run.setting.map(quoted) + [quoted(run.strategy), "\(run.seed)", "\(run.repetition)"]
      var shares = [String](repeating: "", count: run.clients.count)
      if case .fractions(let fractions) = settings.shares(ofRounds: run.rounds) {
        shares = fractions.map(fullPrecision)
      }
      for (client, share) in zip(run.clients, shares) {
        let row = head + ["\(client.id)", quoted(client.name), share, method, utility.rawValue]
        text += row.joined(separator: ",") + "\n"
      }
    }
    self.text = text
  }
}
