import Foundation

/// The files that a run writes into its folder, distinguished from all others by their names.
///
/// Only these are ever replaced, moved or removed. All other files in the folder are left alone.
struct RunFiles {
  let folder: URL

  /// The file names in the order of moving: the ledger last, so that a folder with a ledger has a complete
  /// run.
  private static let names = [
    "config.yml", "clients.csv", "contributions.csv", "rounds.csv", "report.html",
    "evaluation.safetensors", ledgerName + "-wal", ledgerName + "-shm", ledgerName + "-journal",
    ledgerName,
  ]

  /// Whether the folder holds a run: its config and its ledger.
  var isRun: Bool {
    ["config.yml", ledgerName].allSatisfy {
      FileManager.default.fileExists(atPath: folder.appending(path: $0).path)
    }
  }

  /// The paths of the existing files inside the folder, with or without drafts.
  func present(drafts: Bool) throws -> [String] {
    let rounds = try entries("rounds").compactMap { name in
      roundNumber(of: name, drafts: drafts) == nil ? nil : "rounds/\(name)"
    }
    return
      (rounds + Self.names.flatMap { drafts ? [draftName(of: $0), $0] : [$0] })
      .filter { FileKind(of: folder.appending(path: $0)) == .regular }
  }

  /// Moves the files, and no others, into another folder, which is created if it does not exist.
  func move(to other: URL) throws {
    for name in try present(drafts: false) {
      let place = other.appending(path: name)
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      guard rename(folder.appending(path: name).path, place.path) == 0 else {
        throw POSIXError.current
      }
    }
    // Only drafts are left.
    try removeFiles()
  }

  /// Removes the files, and the folder of the rounds if it is empty then.
  func removeFiles() throws {
    for name in try present(drafts: true) { try removeFile(name) }
    rmdir(folder.appending(path: "rounds").path)
  }

  /// Removes the files, and the folder if it is empty then.
  func remove() throws {
    try removeFiles()
    removeEmptyFolder()
  }

  /// Removes the folder if it is empty; one that holds something else stays.
  func removeEmptyFolder() { rmdir(folder.path) }

  private func removeFile(_ name: String) throws {
    guard unlink(folder.appending(path: name).path) == 0 || errno == ENOENT else {
      throw POSIXError.current
    }
  }

  private func entries(_ name: String) throws -> [String] {
    let folder = folder.appending(path: name)
    guard FileKind(of: folder) == .folder else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  /// The number of the round whose models the file `name` holds; nil for any other file.
  private func roundNumber(of name: String, drafts: Bool) -> Int? {
    let bare = drafts ? WholeFile.name(ofDraft: name) ?? name : name
    guard bare.hasPrefix("round-"), bare.hasSuffix(".safetensors"),
      let number = Int(bare.dropFirst("round-".count).dropLast(".safetensors".count)), number > 0,
      roundFileName(number) == "rounds/\(bare)"
    else { return nil }
    return number
  }

  private func draftName(of name: String) -> String {
    WholeFile.draft(of: URL(filePath: name)).lastPathComponent
  }
}
