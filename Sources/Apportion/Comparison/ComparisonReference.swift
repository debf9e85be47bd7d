public import ApportionPrimitives

/// What the shares of a comparison are compared with.
public enum ComparisonReference: String, ConfigurableChoice {
  /// nₖ/n, each client's part of the training examples: fair if clients differ in nothing else.
  case size
  /// The order of the injected corruption, the least corrupted client first.
  ///
  /// It is an order and not an amount, so it is compared by ranks alone.
  case quality
  /// The shares of the game in which every coalition is trained again.
  case retraining

  /// The description in pages and tables.
  package var inWords: String {
    switch self {
    case .size: "each client's part of the training examples"
    case .quality: "the order of the corruption, the least corrupted client first"
    case .retraining: "the game in which every coalition is trained again"
    }
  }
}
