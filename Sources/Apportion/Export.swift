import ApportionReconstruction
import ApportionStore
import Foundation
import Yams

/// The contributions of one or more runs as one table for pandas or R.
///
/// It has the columns of `contributions.csv`, preceded by the run's name and by the config keys in which
/// the runs differ.
public struct Export: Sendable {
  /// The file formats of the table.
  public enum Format: String, CaseIterable, Sendable {
    /// Comma-separated values, with a header.
    case csv
    /// One JSON object per line.
    case jsonl
  }

  private let runs: [(name: String, run: StoredRun)]
  /// The config keys in which the runs differ; `settings` has their values by run.
  private let keys: [String]
  private let settings: [[String: String]]

  /// Reads runs.
  ///
  /// - Parameter paths: folders of runs, or of comparisons, which are replaced by all runs in them.
  /// - Throws: what `StoredRun/init(path:)` throws.
  /// - Cost: one pass over every ledger.
  public init(_ paths: [String]) throws {
    runs = try paths.flatMap(runFolders).map { ($0, try StoredRun(path: $0)) }
    let settings = try runs.map { try flattened($0.run) }
    self.settings = settings
    let all = Set(settings.flatMap(\.keys))
    // The column `run` identifies the runs; their names would only repeat it.
    keys = all.filter { key in key != "name" && Set(settings.map { $0[key] }).count > 1 }.sorted()
  }

  /// The whole table.
  public func text(_ format: Format) -> String {
    let header = ["run"] + keys + ContributionRow.columns
    var text = format == .csv ? header.map(quoted).joined(separator: ",") + "\n" : ""
    for (index, (name, run)) in runs.enumerated() {
      let start = [name] + keys.map { settings[index][$0] ?? "" }
      for row in run.contributionRows {
        switch format {
        case .csv:
          text +=
            (start.map { $0.isEmpty ? "" : quoted($0) } + row.fields.map(\.csv))
            .joined(separator: ",") + "\n"
        case .jsonl:
          let pairs =
            zip(header, start).map { ($0, jsonText($1)) }
            + zip(ContributionRow.columns, row.fields.map(json))
          text += "{" + pairs.map { "\(jsonText($0)):\($1)" }.joined(separator: ",") + "}\n"
        }
      }
    }
    return text
  }
}

/// The folders of the runs in a folder of a run or of a comparison.
private func runFolders(of path: String) throws -> [String] {
  let folder = URL(filePath: path)
  let runs = folder.appending(path: "runs").relativePath
  guard !FileManager.default.fileExists(atPath: folder.appending(path: "run.sqlite").path),
    let names = try? FileManager.default.contentsOfDirectory(atPath: runs)
  else { return [path] }
  return names.filter { !$0.hasPrefix(".") }.sorted().map { "\(runs)/\($0)" }
}

/// Every setting of a config by its key, such as `partition.alpha`; lists are written on one line.
private func flattened(_ run: StoredRun) throws -> [String: String] {
  var settings: [String: String] = [:]
  func add(_ node: Node, _ path: [String]) throws {
    guard let mapping = node.mapping, !mapping.isEmpty else {
      settings[path.joined(separator: ".")] = try node.string ?? node.oneLine
      return
    }
    for (key, value) in mapping { try add(value, path + [key.string ?? ""]) }
  }
  try add(ConfigSource(path: run.path + "/run.sqlite", text: run.config, overrides: []).root, [])
  return settings
}

private func json(_ field: ContributionRow.Field) -> String {
  switch field {
  case .integer(let integer): "\(integer)"
  case .number(let number): number.map(fullPrecision) ?? "null"
  case .text(let text): jsonText(text)
  }
}

private func jsonText(_ text: String) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = .withoutEscapingSlashes
  // A string can always be encoded.
  return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
}
