import ApportionPrimitives
import Foundation

/// Why a run's folder cannot be written, and what to change.
public enum StoreError: Error, Hashable, Sendable {
  case exists(path: String)
  case notARun(path: String)
  case fileExists(path: String)
  case notAComparison(path: String, file: String)
  case unfinished(path: String, rounds: Int, isAccount: Bool)
  case account(path: String)
  case notAnAccount(path: String)
  case source(path: String)
  case noRun(path: String)
  case notAGame(path: String)
  case otherBeginning(path: String, field: String)
  case otherConfig(path: String, difference: String)
  case fewerRounds(path: String, asked: Int, kept: Int)
  case unasked(path: String, method: String, utility: String)
  case twice(path: String)
  case busy(path: String)
  case failed(action: String, path: String, reason: String)
}

extension StoreError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .exists(let path):
      "\(path) exists already; add --force to replace it, or choose another folder with --output"
    case .notARun(let path):
      "\(path) exists already and is not a run, so it is not replaced; choose another folder with --output"
    case .fileExists(let path):
      "\(path) exists already; add --force to replace it, or choose another file"
    case .notAComparison(let path, let file):
      """
      \(path) already has a \(file) that no comparison wrote, so it is not replaced; choose another \
      folder with --output
      """
    case .unfinished(let path, let rounds, isAccount: false):
      """
      \(path) holds an unfinished run of \(rounds) round\(rounds == 1 ? "" : "s"); resume it with \
      `apportion run --resume \(path)`, or add --force to replace it
      """
    case .unfinished(let path, let rounds, isAccount: true):
      """
      \(path) holds an unfinished account of \(rounds) round\(rounds == 1 ? "" : "s"); resume it with \
      `apportion account DIRECTORY --resume \(path)`, or add --force to replace it
      """
    case .account(let path):
      """
      \(path) holds an account of recorded rounds, not a run; to resume it, use \
      `apportion account DIRECTORY --resume \(path)`
      """
    case .notAnAccount(let path):
      """
      \(path) holds a run, not an account of recorded rounds; to resume it, use \
      `apportion run --resume \(path)`
      """
    case .source(let path):
      "\(path) holds the recorded rounds themselves; choose another folder with --output"
    case .noRun(let path):
      if !FileManager.default.fileExists(atPath: path), let nearest = nearestPath(to: path) {
        "\(path) does not exist; did you mean \(nearest)?"
      } else {
        "\(path) holds no run: there is no \(ledgerName) in it; check the path"
      }
    case .notAGame(let path):
      """
      \(path) holds an outcomes.csv or a values.csv without the config.yml of their game; move them away, \
      or choose another folder
      """
    case .otherBeginning(let path, let field):
      """
      \(path) cannot be resumed: it differs from this run in \(field); restore what has changed, or start \
      a run in another folder
      """
    case .otherConfig(let path, let difference):
      """
      \(path) cannot be resumed with this config: \(difference); leave the config out to resume with the \
      run's own, or begin another run with --output
      """
    case .fewerRounds(let path, let asked, let kept):
      """
      \(path) has \(kept) round\(kept == 1 ? "" : "s") already, so it cannot be resumed with \
      `training.rounds` \(asked); give \(kept) or more, or begin another run with --output
      """
    case .unasked(let path, let method, let utility):
      "\(path) has no values of \(method) by \(utility); name it under `valuation` and run it again"
    case .twice(let path):
      "two configs would be written to \(path); give each its own `name`"
    case .busy(let path):
      "another process is writing \(path); wait until that has ended"
    case .failed(let action, let path, let reason):
      "cannot \(action) \(path): \(reason); fix this, or choose another path with --output"
    }
  }
}

extension StoreError {
  /// Runs `work`, and describes a failure by the action and the system's reason.
  package static func attempt<Result>(
    _ action: String, _ path: String, _ work: () throws -> Result
  ) throws -> Result {
    do {
      return try work()
    } catch let error as StoreError {
      throw error
    } catch let error as NotReplaceable {
      throw StoreError.failed(action: action, path: path, reason: "\(error)")
    } catch {
      throw StoreError.failed(action: action, path: path, reason: reason(of: error))
    }
  }

  /// The system's reason, which is clearer than Foundation's description.
  private static func reason(of error: any Error) -> String {
    let cause = (error as? CocoaError)?.underlying ?? error
    if let system = cause as? POSIXError { return String(cString: strerror(system.code.rawValue)) }
    let code: POSIXErrorCode? =
      switch (error as? CocoaError)?.code {
      case .fileWriteNoPermission, .fileReadNoPermission: .EACCES
      case .fileWriteVolumeReadOnly: .EROFS
      case .fileWriteOutOfSpace: .ENOSPC
      case .fileNoSuchFile, .fileReadNoSuchFile: .ENOENT
      default: nil
      }
    return code.map { String(cString: strerror($0.rawValue)) } ?? cause.localizedDescription
  }
}
