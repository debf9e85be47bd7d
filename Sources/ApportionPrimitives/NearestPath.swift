import Foundation

/// An existing path that may have been meant by a missing one.
///
/// It is in the same folder and has the same extension and nearly the same name.
///
/// - Parameter path: the missing path, relative to the working directory.
/// - Returns: the existing path, in the notation of `path`, or nil if no name is close.
package func nearestPath(to path: String) -> String? {
  let url = URL(filePath: path)
  let folder = url.deletingLastPathComponent()
  guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
    return nil
  }
  // Names are compared without their extensions, which would make short names seem close.
  let kin = names.filter { URL(filePath: $0).pathExtension == url.pathExtension }
  let stems = kin.map { URL(filePath: $0).deletingPathExtension().lastPathComponent }
  let own = url.deletingPathExtension().lastPathComponent
  // A name that differs only in its numbers is not a misspelling: round 1 does not mean round 2.
  let others = stems.filter { $0.count != own.count || letters(of: $0) != letters(of: own) }
  // Names of one or two letters are close to too many others.
  guard own.count > 2, let nearest = nearestName(to: own, among: others),
    let place = stems.firstIndex(of: nearest)
  else { return nil }
  return String(path.dropLast(url.lastPathComponent.count)) + kin[place]
}

/// Advice on a missing path, to follow "no such file;".
package func pathAdvice(for path: String) -> String {
  nearestPath(to: path).map { "did you mean \($0)?" }
    ?? "check the path; it is relative to the working directory"
}

private func letters(of name: String) -> String { name.filter { !$0.isNumber } }
