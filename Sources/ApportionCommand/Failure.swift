import Apportion
import ArgumentParser
import Dispatch
import Foundation

/// Runs `work`, and reports an error by a message and the exit code.
///
/// Ctrl-C, SIGTERM and the closing of the terminal cancel the work, which then cleans up. A second signal
/// ends the program at once.
///
/// - Parameters:
///   - interrupted: the message for work that was cancelled.
///   - work: the work to do.
/// - Returns: what `work` returns.
/// - Throws: `ExitCode`, after a message.
func reportingErrors<Output: Sendable>(
  interrupted: String = "the unfinished run was not kept",
  _ work: @escaping @Sendable () async throws -> Output
) async throws -> Output {
  // Signals are handled before the work starts; one in between would end the program at once.
  let interruption = Interruption()
  let sources = interruption.listen()
  defer { for source in sources { source.cancel() } }
  let task = Task { try await work() }
  interruption.cancels { task.cancel() }
  do {
    return try await task.value
  } catch let stop as Interrupted where stop.cause is CancellationError {
    tell("\(stop)")
    throw ExitCode(130)
  } catch is CancellationError {
    tell("interrupted; \(interrupted)")
    throw ExitCode(130)
  } catch let code as ExitCode {
    throw code  // after its message
  } catch {
    tell("error: \(error)")
    throw exitCode(for: error)
  }
}

/// Writes a line to standard error.
func tell(_ message: String) {
  FileHandle.standardError.write(Data("apportion: \(message.printableLines)\n".utf8))
}

/// The exit codes of sysexits.h: bad input, missing input, cannot write, internal error.
private func exitCode(for error: any Error) -> ExitCode {
  switch error {
  case let error as RunFailure: exitCode(for: error.cause)
  case let error as Interrupted: exitCode(for: error.cause)
  case let error as DataError where error.isMissingInput: ExitCode(66)
  case let error as ConfigError where error.isMissingInput: ExitCode(66)
  case is UnknownInstructionSet: ExitCode(64)
  case is ConfigError, is DataError, is PartitionError, is InvalidSetting, is UnknownClient,
    is RepeatedClient, is SimulationError, is ReconstructionError, is ValuationError,
    is EstimationError, is AggregationError, is RecordedRoundsError:
    ExitCode(65)
  case is RunFileError, is TableFileError, is TableValuationError, is CoalitionTableError,
    is ComparisonError, is UnreadableComparison, is ForeignLedger, is DamagedRun, is ForeignFiles,
    is OtherHash:
    ExitCode(65)
  case is MismatchedRun, is NothingToRecompute: ExitCode(64)
  case StoreError.exists, StoreError.fileExists, StoreError.notAComparison, StoreError.notARun,
    StoreError.twice, StoreError.unfinished,
    StoreError.account, StoreError.notAnAccount, StoreError.source:
    ExitCode(64)
  case StoreError.noRun: ExitCode(66)
  case StoreError.otherBeginning, StoreError.otherConfig, StoreError.unasked,
    StoreError.notAGame, StoreError.fewerRounds, is LedgerError:
    ExitCode(65)
  case let error as DatabaseError: ExitCode(error.action == "write" ? 73 : 65)
  case is StoreError: ExitCode(73)
  default: ExitCode(70)
  }
}
