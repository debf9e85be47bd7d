import ApportionReconstruction
import ApportionReport
import ApportionStore
import Foundation

extension Verification {
  /// The fault that the ledger has no end, because the run was interrupted or its end was removed, or nil.
  public var endFault: LedgerFault? {
    guard !ledger.isFinished else { return nil }
    return LedgerFault(
      round: ledger.roundCount, field: "close",
      problem: """
        the run has no end: \(ledger.roundCount) of \(counted(ledger.plannedRounds, "round")) exist \
        and are valid; resume it, or accept it as an interrupted run
        """)
  }

  /// Computes the files beside the ledger again, and compares them.
  ///
  /// These are the four text files, the report if it exists, and what a run with `record: true` has
  /// recorded. Every recorded model is compared with its hash. Other files are not checked. A report drawn
  /// by another version of the program is not compared.
  ///
  /// - Returns: the faults, one for each file; empty if there are none.
  /// - Throws: ``ConfigError`` or `LedgerError` if the ledger contains no run whose files can be drawn.
  /// - Cost: one pass over the files.
  public func fileFaults() throws -> [FileFault] {
    var texts = RunTexts(clients: ledger.header.parties.map(\.client), config: ledger.config)
    for number in 0..<ledger.roundCount { texts.add(try ledger.round(number + 1)) }
    var faults = texts.files.compactMap { name, text in fault(of: name, expected: text) }
    let page = Report.fileName
    if ledger.header.version == apportionVersion, ledger.isFinished, isThere(page) {
      let record = try RunRecord(StoredRun(ledger, path: path), catalogs: catalogs)
      if let fault = fault(of: page, expected: RunPage(record).html) { faults.append(fault) }
    }
    return configuration.record ? faults + recordedFaults() : faults
  }

  private func recordedFaults() -> [FileFault] {
    let names =
      ["evaluation.safetensors"]
      + (0..<ledger.roundCount).map { RecordedFederation.fileName(ofRound: $0 + 1) }
    var faults = names.filter { !isThere($0) }.map { FileFault(file: $0, problem: "it is missing") }
    guard faults.isEmpty else { return faults }
    func check(_ name: String, _ difference: () throws -> String?) {
      do {
        if let difference = try difference() {
          faults.append(FileFault(file: name, problem: difference))
        }
      } catch {
        faults.append(FileFault(file: name, problem: "\(error)"))
      }
    }
    var recorded: RecordedFederation?
    check("evaluation.safetensors") {
      recorded = try RecordedFederation(path: path, model: configuration.model)
      return recorded?.difference(fromValidation: ledger.header.validation)
    }
    guard let recorded else { return faults }
    var start = ledger.header.model
    for number in 0..<ledger.roundCount {
      check(RecordedFederation.fileName(ofRound: number + 1)) {
        let round = try ledger.round(number + 1)
        defer { start = round.model }
        return try recorded.difference(from: round, startingFrom: start)
      }
    }
    for name in RecordedFederation.roundsBeyond(ledger.roundCount, in: path) {
      faults.append(
        FileFault(file: name, problem: "the run has \(counted(ledger.roundCount, "round"))"))
    }
    return faults
  }

  private func isThere(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: file(name).path)
  }

  private func file(_ name: String) -> URL { URL(filePath: path).appending(path: name) }

  private func fault(of name: String, expected: String) -> FileFault? {
    guard isThere(name) else { return FileFault(file: name, problem: "it is missing") }
    let place = file(name).resolvingSymlinksInPath()
    guard
      let attributes = try? FileManager.default.attributesOfItem(atPath: place.path),
      attributes[.type] as? FileAttributeType == .typeRegular,
      let bytes = FileManager.default.contents(atPath: place.path)
    else { return FileFault(file: name, problem: "it cannot be read as a file") }
    guard bytes != Data(expected.utf8) else { return nil }
    let number = zip(
      bytes.split(separator: newline, omittingEmptySubsequences: false),
      Data(expected.utf8).split(separator: newline, omittingEmptySubsequences: false)
    ).prefix { $0 == $1 }.count
    return FileFault(file: name, problem: "line \(number + 1) differs from the ledger")
  }
}

private let newline = UInt8(ascii: "\n")

/// A file beside a ledger that does not match the ledger.
public struct FileFault: Hashable, Sendable, CustomStringConvertible {
  /// Its path in the run's folder.
  public let file: String
  /// What is wrong with it.
  public let problem: String

  public var description: String { "\(file): \(problem)" }
}

/// Files in a run's folder do not match its ledger.
public struct ForeignFiles: Error, Hashable, CustomStringConvertible {
  /// The run's folder.
  public let path: String
  /// The faults, one for each file.
  public let faults: [FileFault]

  /// Creates an error.
  public init(path: String, faults: [FileFault]) { (self.path, self.faults) = (path, faults) }

  public var description: String {
    """
    \(path): the ledger is valid, but files beside it differ from it; restore the original files, or \
    draw the report again with `apportion report`
    \(faults.map { "  \($0)" }.joined(separator: "\n"))
    """
  }
}
