public import Apportion
import Foundation

/// A data set of one's own: points on two spirals.
public struct Spirals: DatasetSource {
  public static let id = "spirals"
  public static let summary = "points on two spirals"

  public var count = 160

  public init() {}

  public var preparation: Preparation { Preparation(standardize: true) }
  public var holdout: Holdout { Holdout(validation: 0.25, test: 0.2) }

  public func load(using stream: RandomStream) -> Table {
    var draws = stream
    var (numbers, labels): ([Double], [Int32]) = ([], [])
    for index in 0..<count {
      let label = index % 2
      let angle = draws.uniform() * 6
      let turned = angle + Double(label) * .pi
      numbers += [angle * cos(turned), angle * sin(turned)]
      labels.append(Int32(label))
    }
    return Table(
      numericNames: ["x", "y"], numeric: numbers, labels: labels, classNames: ["one", "other"])
  }
}
