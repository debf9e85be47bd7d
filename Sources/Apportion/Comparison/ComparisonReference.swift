public import ApportionPrimitives

/// What the shares of a comparison are held against.
public enum ComparisonReference: String, ConfigurableChoice {
  /// nₖ/n, each client's part of the training examples: fair where clients differ in nothing else.
  case size
  /// The order of the injected corruption, the least corrupted client first. It is an order and no
  /// amount, so it is compared by ranks alone.
  case quality
  /// The shares of the game in which every coalition is trained anew.
  case retraining

  /// As pages and tables name it.
  package var inWords: String {
    switch self {
    case .size: "each client's part of the training examples"
    case .quality: "the order of the corruption, the least corrupted client first"
    case .retraining: "the game in which every coalition is trained anew"
    }
  }
}
