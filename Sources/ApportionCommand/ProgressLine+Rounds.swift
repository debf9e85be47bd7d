import Apportion
import Foundation

extension ProgressLine {
  /// Shows that a round is finished.
  ///
  /// - Parameters:
  ///   - result: the result of the round.
  ///   - kept: the number of rounds that existed at the start.
  ///   - total: the number of rounds at the end.
  func show(_ result: RoundResult, kept: Int, of total: Int) {
    show(
      result.round, kept: kept, of: total, "round",
      detail: String(format: "validation accuracy %.1f %%", 100 * result.validationAccuracy))
  }
}
