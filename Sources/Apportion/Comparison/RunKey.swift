/// The identity of a run within a comparison.
struct RunKey: Hashable {
  let setting: [String]
  let strategy: String
  let seed: UInt64
  let repetition: Int

  /// The run's name in messages: "krum, seed 42, repetition 0, partition.alpha 10".
  func name(axes: [String]) -> String {
    "\(strategy), seed \(seed), repetition \(repetition)" + Self.suffix(axes, setting)
  }

  /// The name in messages of what all runs of a setting and a seed have in common.
  static func place(axes: [String], setting: [String], seed: UInt64) -> String {
    "seed \(seed)" + suffix(axes, setting)
  }

  /// The folder in which the run is stored, below the comparison's `runs`.
  func folder(axes: [String]) -> String {
    folderName(
      zip(axes, setting).map { "\($0)=\($1)" } + [
        strategy, "seed=\(seed)", "repetition=\(repetition)",
      ])
  }

  private static func suffix(_ axes: [String], _ setting: [String]) -> String {
    zip(axes, setting).map { ", \($0) \($1)" }.joined()
  }
}

extension ComparedRun {
  var key: RunKey {
    RunKey(setting: setting, strategy: strategy, seed: seed, repetition: repetition)
  }
}
