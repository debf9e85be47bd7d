/// Which run of a comparison something is.
struct RunKey: Hashable {
  let setting: [String]
  let strategy: String
  let seed: UInt64
  let repetition: Int

  /// As messages name it: "krum, seed 42, repetition 0, partition.alpha 10".
  func name(axes: [String]) -> String {
    "\(strategy), seed \(seed), repetition \(repetition)" + Self.suffix(axes, setting)
  }

  /// As messages name what all runs of a setting and a seed have in common.
  static func place(axes: [String], setting: [String], seed: UInt64) -> String {
    "seed \(seed)" + suffix(axes, setting)
  }

  /// The folder that the run is kept in, below the comparison's `runs`.
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
