import Apportion
import Foundation

extension ProgressLine {
  /// Shows that a round is done.
  ///
  /// - Parameters:
  ///   - result: how it went.
  ///   - kept: how many rounds were there at the start.
  ///   - total: how many there will be.
  func show(_ result: RoundResult, kept: Int, of total: Int) {
    show(
      result.round, kept: kept, of: total, "round",
      detail: String(format: "validation accuracy %.1f %%", 100 * result.validationAccuracy))
  }
}
