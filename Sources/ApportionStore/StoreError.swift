import ApportionPrimitives
import Foundation

/// Why a run's folder could not be written, and what to change.
public enum StoreError: Error, Hashable, Sendable {
  case exists(path: String)
  case notARun(path: String)
  case unfinished(path: String, rounds: Int)
  case account(path: String)
  case source(path: String)
  case noRun(path: String)
  case otherBeginning(path: String, field: String)
  case otherConfig(path: String, difference: String)
  case unasked(path: String, method: String, utility: String)
  case twice(path: String)
  case busy(path: String)
  case failed(action: String, path: String, reason: String)
}

extension StoreError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .exists(let path):
      "\(path) is there already; add --force to replace it, or name another place with --output"
    case .notARun(let path):
      "\(path) is there already and is not a run, so --force does not replace it; use --output"
    case .unfinished(let path, let rounds):
      """
      \(path) holds an unfinished run of \(rounds) round\(rounds == 1 ? "" : "s"); go on with \
      `apportion run --resume \(path)`, or add --force to begin anew
      """
    case .account(let path):
      """
      \(path) holds an account of rounds that were recorded elsewhere, which cannot be gone on with; \
      make it again: apportion account DIRECTORY --output \(path) --force
      """
    case .source(let path):
      "\(path) holds the recorded rounds themselves; name another place with --output"
    case .noRun(let path):
      if !FileManager.default.fileExists(atPath: path), let nearest = nearestPath(to: path) {
        "\(path) is not there; did you mean \(nearest)?"
      } else {
        "\(path) holds no run: there is no \(ledgerName) in it; check the path"
      }
    case .otherBeginning(let path, let field):
      """
      \(path) cannot be gone on with: its run set out with another \(field); put back what has \
      changed, or begin a run in another place
      """
    case .otherConfig(let path, let difference):
      """
      \(path) cannot be gone on with by this config: \(difference); leave the config out to go on by the \
      run's own, or begin another run with --output
      """
    case .unasked(let path, let method, let utility):
      "\(path) has no values of \(method) by \(utility); name it under `valuation` and run it again"
    case .twice(let path):
      "two configs are to be kept in \(path); give each a `name` of its own"
    case .busy(let path):
      "another process is writing \(path); wait until that has ended"
    case .failed(let action, let path, let reason):
      "cannot \(action) \(path): \(reason); mend that, or name another place with --output"
    }
  }
}

extension StoreError {
  /// Does what may fail, and says what that was and what the system said.
  package static func attempt<Result>(
    _ action: String, _ path: String, _ work: () throws -> Result
  ) throws -> Result {
    do {
      return try work()
    } catch let error as StoreError {
      throw error
    } catch {
      throw StoreError.failed(action: action, path: path, reason: reason(of: error))
    }
  }

  /// What the system said, which is clearer than what Foundation makes of it.
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
