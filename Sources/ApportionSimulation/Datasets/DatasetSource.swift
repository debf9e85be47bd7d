public import ApportionPrimitives
import Foundation

/// A source of the examples of an experiment.
public protocol DatasetSource: Configurable {
  /// How the examples are converted to features.
  var preparation: Preparation { get }

  /// How the examples are divided into training, validation and test.
  var holdout: Holdout { get }

  /// The files or folders that are read, relative to the working directory.
  ///
  /// Empty for data that are built in or drawn at random.
  var paths: [String] { get }

  /// This source with its relative paths resolved against a folder instead of the working directory.
  ///
  /// - Parameter folder: an absolute path.
  /// - Returns: a source that reads the same files.
  func resolvingPaths(against folder: String) -> Self

  /// Reads or draws the examples.
  ///
  /// - Parameter stream: the random numbers of sources that draw their examples.
  /// - Returns: the examples, before anything is fitted to them.
  /// - Throws: ``DataError`` with the file and position of the error.
  func load(using stream: RandomStream) throws -> Table
}

extension DatasetSource {
  public var paths: [String] { [] }

  public func resolvingPaths(against folder: String) -> Self { self }

  /// This source with its relative paths resolved against the folder in which its files exist.
  ///
  /// This is the working directory if all files exist there but not all exist below `folder`, else
  /// `folder`. A config contains paths as they were written, relative to the directory in which its
  /// run was started. `folder` is that directory, so that the run can be resumed from any other.
  public func locatingFiles(from folder: String) -> Self {
    let resolved = resolvingPaths(against: folder)
    let areThere = { (source: Self) in
      source.paths.allSatisfy { FileManager.default.fileExists(atPath: $0) }
    }
    return areThere(self) && !areThere(resolved) ? self : resolved
  }

  /// Loads, divides and prepares the examples; only training rows are used for fitting.
  public func prepared(using stream: RandomStream) throws -> (dataset: Dataset, split: Split) {
    let table = try load(using: stream.child("load"))
    let split = try holdout.split(table, using: stream.child("split"))
    return (try preparation.apply(to: table, fittedTo: split.train), split)
  }
}

/// `path` relative to `folder`, unless it begins with a slash.
func joined(_ folder: String, _ path: String) -> String {
  if path == "." { return folder }
  return path.hasPrefix("/") ? path : URL(filePath: folder).appending(path: path).relativePath
}
