@_exported public import ApportionPrimitives
@_exported public import ApportionReconstruction
@_exported public import ApportionReport
@_exported public import ApportionSimulation
@_exported public import ApportionStore
@_exported public import ApportionValuation
