public import ApportionPrimitives

/// How much of a figure's movement each factor of a crossed design causes, alone and with others.
public struct VarianceDecomposition: Codable, Hashable, Sendable {
  /// One factor's part, or that of several together beyond what they do alone.
  public struct Component: Codable, Hashable, Sendable {
    /// The names of the factors.
    public let factors: [String]
    public let degreesOfFreedom: Int
    /// Over all cells, in the figure's units squared.
    public let sumOfSquares: Double
    /// The sum of squares over its degrees of freedom.
    public let meanSquare: Double
    /// The estimate of the component, in the figure's units squared, as it comes out: below 0 where
    /// the factor moves the figure less than chance would have it look.
    public let variance: Double
    /// The component over the sum of all, negative estimates counting as 0 in both; nil where
    /// nothing moves.
    @NullWhenNil public fileprivate(set) var shareOfTotal: Double?
    /// Holds the component with the stated confidence; ends below 0 are raised to 0, since a
    /// variance is never less.
    public let interval: ConfidenceInterval
    /// Whether it is the interaction of all factors, which one observation per cell cannot tell
    /// from noise.
    public let isResidual: Bool

    /// The factors joined: "strategy × seed".
    public var name: String { factors.joined(separator: " × ") }
  }

  /// The mean over all cells.
  public let mean: Double
  /// Single factors first, in the design's order, then pairs, and the residual last.
  public let components: [Component]

  init(mean: Double, components: [Component]) {
    self.mean = mean
    var components = components
    let total = components.reduce(0) { $0 + max($1.variance, 0) }
    if total > 0 {
      for index in components.indices {
        components[index].shareOfTotal = max(components[index].variance, 0) / total
      }
    }
    self.components = components
  }

  /// The component of the factors with these names, in the design's order.
  public func component(_ factors: String...) -> Component? {
    components.first { $0.factors == factors }
  }
}
