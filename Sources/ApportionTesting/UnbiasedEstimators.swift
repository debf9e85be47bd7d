public import ApportionPrimitives
public import ApportionValuation

extension Catalog where Item == any ValuationMethod {
  /// The estimators of the catalog with their default settings.
  public var estimators: [any Estimator] { types.compactMap { $0.init() as? any Estimator } }

  /// The estimators without the tolerances that make some of them stop before they reach their estimand.
  public var unbiasedEstimators: [any Estimator] {
    estimators.map { method in
      switch method {
      case var method as GTGShapley:
        (method.betweenTolerance, method.withinTolerance, method.convergence) = (0, 0, 0)
        return method
      case var method as TruncatedMonteCarlo:
        method.tolerance = 0
        return method
      default: return method
      }
    }
  }
}
