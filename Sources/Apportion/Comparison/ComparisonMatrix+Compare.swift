import ApportionStore
public import Foundation

extension ComparisonMatrix {
  /// Makes the runs that do not exist yet, compares all runs, and writes the results.
  ///
  /// `comparison.json` holds the result, `shares.csv` the shares of every run, and `report.html` the
  /// report. All three are written again each time.
  ///
  /// - Parameters:
  ///   - folder: the comparison's folder, relative to the working directory.
  ///   - threads: the number of runs that execute at once; it changes no result.
  ///   - replacing: whether runs of another config may be replaced.
  ///   - onProgress: called at the start and after each run, one call at a time.
  /// - Returns: the result.
  /// - Throws: what ``run(in:threads:replacing:onProgress:)`` throws, ``ComparisonError``, or what
  ///   ``Report`` throws.
  public func compare(
    in folder: String, threads: Int = ProcessInfo.processInfo.activeProcessorCount,
    replacing: Bool = false, onProgress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) async throws -> ComparisonResult {
    try checkFolder(folder)
    try checkGames(in: folder, replacing: replacing)
    let runs = try await run(
      in: folder, threads: threads, replacing: replacing, onProgress: onProgress)
    let games = try await retrain(
      in: folder, threads: threads, replacing: replacing, onProgress: onProgress)
    let result = ComparisonResult(
      self, try Comparison(runs, settings: settings, retrained: games))
    let shares = SharesCSV(runs, settings, method: method, utility: plan.utility)
    for (name, text) in [("comparison.json", try result.json + "\n"), ("shares.csv", shares.text)] {
      let file = URL(filePath: folder).appending(path: name)
      try StoreError.attempt("write \(name) in", folder) {
        try WholeFile.write(Data(text.utf8), to: file)
      }
    }
    try await Report(of: folder, threads: threads, catalogs: catalogs).write()
    return result
  }

  /// Refuses a folder that has files of these names which do not belong to a comparison.
  ///
  /// The files of a comparison have its `comparison.json` beside them, which is written first.
  private func checkFolder(_ folder: String) throws {
    let place = { (name: String) in URL(filePath: folder).appending(path: name) }
    if let found = FileManager.default.contents(atPath: place("comparison.json").path) {
      let object = try? JSONSerialization.jsonObject(with: found) as? [String: Any]
      guard object?["comparison"] == nil else { return }
      throw StoreError.notAComparison(path: folder, file: "comparison.json")
    }
    if let name = ["shares.csv", "report.html"].first(where: { FileKind(of: place($0)) != nil }) {
      throw StoreError.notAComparison(path: folder, file: name)
    }
  }
}
