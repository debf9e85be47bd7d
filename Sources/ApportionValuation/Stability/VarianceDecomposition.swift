public import ApportionPrimitives

/// How much of a figure's variance each factor of a crossed design causes, alone and with others.
public struct VarianceDecomposition: Codable, Hashable, Sendable {
  /// The part of one factor, or of several together beyond what they cause alone.
  public struct Component: Codable, Hashable, Sendable {
    /// The names of the factors.
    public let factors: [String]
    /// The degrees of freedom of the sum of squares.
    public let degreesOfFreedom: Int
    /// Over all cells, in the figure's units squared.
    public let sumOfSquares: Double
    /// The sum of squares divided by its degrees of freedom.
    public let meanSquare: Double
    /// The estimate of the component, in the figure's units squared.
    ///
    /// It is below 0 if the factor changes the figure less than chance alone would suggest.
    public let variance: Double
    /// The component divided by the sum of all, where negative estimates count as 0; nil if that sum is
    /// 0.
    @NullWhenNil public fileprivate(set) var shareOfTotal: Double?
    /// The confidence interval of the component; ends below 0 are raised to 0, since no variance is
    /// negative.
    public let interval: ConfidenceInterval
    /// Whether it is the interaction of all factors, which one observation per cell cannot distinguish
    /// from noise.
    public let isResidual: Bool

    /// The names of the factors, joined: "strategy × seed".
    public var name: String { factors.joined(separator: " × ") }
  }

  /// The mean over all cells.
  public let mean: Double
  /// Single factors first, in the design's order, then pairs and larger sets, and the residual last.
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

  /// The component of the factors with these names, given in the design's order, or nil.
  public func component(_ factors: String...) -> Component? {
    components.first { $0.factors == factors }
  }
}
