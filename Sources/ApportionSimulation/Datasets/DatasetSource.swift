public import ApportionPrimitives
import Foundation

/// Where the examples of an experiment come from.
public protocol DatasetSource: Configurable {
  /// How the examples are made ready for training.
  var preparation: Preparation { get }

  /// How the examples are divided into training, validation and test.
  var holdout: Holdout { get }

  /// The files or folders that are read, taken from the working directory; empty for data that are
  /// built in or drawn.
  var paths: [String] { get }

  /// The same source with its relative paths taken from another folder than the working directory.
  ///
  /// - Parameter folder: an absolute path.
  /// - Returns: a source that reads the same files.
  func resolvingPaths(against folder: String) -> Self

  /// Reads or draws the examples.
  ///
  /// - Parameter stream: for sources that draw their examples.
  /// - Returns: the examples, before anything is fitted to them.
  /// - Throws: ``DataError`` with the file and place of what is wrong.
  func load(using stream: RandomStream) throws -> Table
}

extension DatasetSource {
  public var paths: [String] { [] }

  public func resolvingPaths(against folder: String) -> Self { self }

  /// The same source with its files where they are: below the working directory if all of them are there and
  /// not below `folder`, else below `folder`.
  ///
  /// A config holds paths as they were written, relative to where its run was started. `folder` is that
  /// place, so that the run can be resumed from any other.
  public func locatingFiles(from folder: String) -> Self {
    let resolved = resolvingPaths(against: folder)
    let areThere = { (source: Self) in
      source.paths.allSatisfy { FileManager.default.fileExists(atPath: $0) }
    }
    return areThere(self) && !areThere(resolved) ? self : resolved
  }

  /// Loads, divides and prepares the examples; what is fitted is fitted to training rows alone.
  public func prepared(using stream: RandomStream) throws -> (dataset: Dataset, split: Split) {
    let table = try load(using: stream.child("load"))
    let split = try holdout.split(table, using: stream.child("split"))
    return (try preparation.apply(to: table, fittedTo: split.train), split)
  }
}

/// `path` below `folder`, unless it begins with a slash.
func joined(_ folder: String, _ path: String) -> String {
  if path == "." { return folder }
  return path.hasPrefix("/") ? path : URL(filePath: folder).appending(path: path).relativePath
}
