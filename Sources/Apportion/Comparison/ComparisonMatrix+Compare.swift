import ApportionStore
public import Foundation

extension ComparisonMatrix {
  /// Makes what is not there yet, compares it, and writes what came out.
  ///
  /// `comparison.json` holds the result, `shares.csv` every run's shares, and `report.html` shows it. All
  /// are written anew each time.
  ///
  /// - Parameters:
  ///   - folder: where to keep all of it, taken from the working directory.
  ///   - threads: how many runs are made at once; it changes no result.
  ///   - replacing: whether runs that another config has left may be replaced.
  ///   - onProgress: told at the start and after each run, one call at a time.
  /// - Returns: what was found.
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

  /// Refuses a folder whose files of these names are somebody else's: those of a comparison have its
  /// `comparison.json` beside them, which is written first.
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
