import ApportionReport
import ApportionStore
public import Foundation

/// The page of a finished run, or of a comparison: one file that people look at.
///
/// It is drawn from the ledger, whose hashes are checked, and from a comparison's `comparison.json`.
/// The same folder gives the same bytes, wherever it lies.
public struct Report: Sendable {
  /// What the file is called in its folder.
  public static let fileName = "report.html"

  public let html: String
  private let folder: String

  /// Draws a page.
  ///
  /// - Parameters:
  ///   - path: the folder of a run or of a comparison, taken from the working directory.
  ///   - threads: how many runs of a comparison are read at once; it changes no byte.
  ///   - catalogs: what the config of a run may name.
  /// - Throws: what `StoredRun` throws, ``ConfigError`` where a config cannot be read, or
  ///   ``UnreadableComparison``.
  public init(
    of path: String, threads: Int = ProcessInfo.processInfo.activeProcessorCount,
    catalogs: Catalogs = .builtIn
  ) async throws {
    folder = path
    html =
      StoredComparison.isThere(at: path)
      ? try await ComparisonPage(
        ComparisonRecord(StoredComparison(path: path, threads: threads, catalogs: catalogs))
      ).html
      : try RunPage(RunRecord(StoredRun(path: path), catalogs: catalogs)).html
  }

  /// Writes the page into its folder, in place of one that is there.
  ///
  /// - Throws: `StoreError`.
  public func write() throws {
    let file = URL(filePath: folder).appending(path: Self.fileName)
    try StoreError.attempt("write \(Self.fileName) in", folder) {
      try WholeFile.write(Data(html.utf8), to: file)
    }
  }
}
