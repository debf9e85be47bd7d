package import Apportion

/// A comparison as text: one table for each question, setting by setting.
package struct ComparisonSummary {
  let comparison: Comparison

  /// The largest number of cells per line of a table, or nil for no limit.
  let width: Int?

  package init(_ comparison: Comparison, width: Int? = nil) {
    (self.comparison, self.width) = (comparison, width)
  }

  package var text: String {
    ([heading] + comparison.results.map(text)).joined(separator: "\n")
  }

  private var heading: String {
    let settings = comparison.settings
    return """
      \(settings.extent)
      shares: \(settings.shareRule.kind.rawValue), rounds \(settings.roundWeights.kind.rawValue)\
      \(settings.roundWeights.normalised ? " and normalised" : "")\
      \(settings.roundWeights.minimumWeight > 0 || settings.roundWeights.minimumGain > 0 ? ", truncated" : "")
      reference: \(settings.reference.inWords)
      ± is half of a \(shown(100 * settings.confidence, 1, trimmed: true)) % interval of the mean \
      (Student's, over \(comparison.results.first?.unit.rawValue ?? "seeds")); pp are percentage \
      points

      """
  }

  private func text(_ result: ComparedSetting) -> String {
    let title = zip(comparison.settings.axes, result.values).map { "\($0) \($1)" }
    let tables = [
      distances(result), fedRandom(result), variance(result), agreement(result), shares(result),
      diverged(result), withheld(result),
    ]
    let heading = title.isEmpty ? [] : ["── " + title.joined(separator: ", ") + "\n"]
    return (heading + tables.compactMap(\.self)).joined(separator: "\n")
  }

  private func diverged(_ result: ComparedSetting) -> String? {
    guard !result.diverged.isEmpty else { return nil }
    let runs = result.diverged.map {
      "\($0.strategy), seed \($0.seed), repetition \($0.repetition): \($0.divergence.losses)\n"
    }
    return """
      Training diverged: \(runs.count) of \(counted(result.runs, "run")), whose shares show which clients \
      changed the model, not which improved it
      \(firstTen(runs))
      """
  }

  private func firstTen(_ lines: [String]) -> String {
    lines.prefix(10).joined() + (lines.count > 10 ? "and \(lines.count - 10) more\n" : "")
  }

  private func withheld(_ result: ComparedSetting) -> String? {
    let runs = result.withheld.map {
      "\($0.strategy), seed \($0.seed), repetition \($0.repetition): \($0.reason)\n"
    }
    let references = result.withheldReferences.map {
      "reference, seed \($0.seed): \($0.reason)\n"
    }
    let all = references + runs
    guard !all.isEmpty else { return nil }
    return """
      No shares: \(result.withheld.count) of \(counted(result.runs, "run"))\
      \(references.isEmpty ? "" : " and \(counted(references.count, "reference"))")
      \(firstTen(all))
      """
  }
}

extension ComparisonSettings {
  /// The size of the comparison: "20 runs: 2 settings, 3 strategies, 2 seeds, 1 repetition".
  var extent: String {
    let budget = fedRandom.map { fedRandom in
      let names = [fedRandom] + (control.map { [$0] } ?? [])
      return ", \(names.joined(separator: " and ")) with \(repetitions(of: fedRandom))"
    }
    return """
      \(counted(runsPerSetting * settings.count, "run")): \(counted(settings.count, "setting")), \
      \(strategies.count == 1 ? "1 strategy" : "\(strategies.count) strategies"), \
      \(counted(seeds.count, "seed")), \(counted(repeats, "repetition"))\(budget ?? "")
      """
  }
}
