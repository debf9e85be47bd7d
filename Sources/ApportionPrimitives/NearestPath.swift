import Foundation

/// What stands beside a path that is not there and may have been meant: a file of the same kind, or a
/// folder, with nearly the same name.
///
/// - Parameter path: taken from the working directory.
/// - Returns: its neighbour, written as the path is, or nil where none is close enough.
package func nearestPath(to path: String) -> String? {
  let url = URL(filePath: path)
  let folder = url.deletingLastPathComponent()
  guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
    return nil
  }
  // Endings are alike by themselves, and would make short names near.
  let kin = names.filter { URL(filePath: $0).pathExtension == url.pathExtension }
  let stems = kin.map { URL(filePath: $0).deletingPathExtension().lastPathComponent }
  let own = url.deletingPathExtension().lastPathComponent
  // Another number is no slip of the pen: round 2 is not meant by round 1.
  let others = stems.filter { $0.count != own.count || letters(of: $0) != letters(of: own) }
  // One letter is near to every other.
  guard own.count > 2, let nearest = nearestName(to: own, among: others),
    let place = stems.firstIndex(of: nearest)
  else { return nil }
  return String(path.dropLast(url.lastPathComponent.count)) + kin[place]
}

/// What to do about a path that is not there, to follow "no such file;".
package func pathAdvice(for path: String) -> String {
  nearestPath(to: path).map { "did you mean \($0)?" }
    ?? "check the path, which is taken from the working directory"
}

private func letters(of name: String) -> String { name.filter { !$0.isNumber } }
