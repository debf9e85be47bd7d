import ApportionReport
import ApportionStore
public import Foundation

/// The HTML report of a finished run or of a comparison.
///
/// It is drawn from the ledgers, whose hashes are checked, and from a comparison's `comparison.json`.
/// The same folder gives the same bytes at any location.
public struct Report: Sendable {
  /// The name of the file in its folder.
  public static let fileName = "report.html"

  /// The report as HTML text.
  public let html: String
  private let folder: String

  /// Draws a report.
  ///
  /// - Parameters:
  ///   - path: the folder of a run or of a comparison, relative to the working directory.
  ///   - threads: the number of runs of a comparison that are read at once; it changes no byte.
  ///   - catalogs: the components that the config of a run may name.
  /// - Throws: what `StoredRun` throws, ``ConfigError`` if a config cannot be read, or
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

  /// Writes the report into its folder, and replaces an existing one.
  ///
  /// - Throws: `StoreError`.
  public func write() throws {
    let file = URL(filePath: folder).appending(path: Self.fileName)
    try StoreError.attempt("write \(Self.fileName) in", folder) {
      try WholeFile.write(Data(html.utf8), to: file)
    }
  }
}
