import ApportionPrimitives
import ApportionSimulation

/// A system whose defaults a strategy takes in place of ours: `compat` in a config.
///
/// It is a matter of reading alone: the resolved config spells the settings out.
enum Compatibility: String, ConfigurableChoice {
  case flower = "flower-1.6"

  func defaults(of strategy: any Strategy.Type) -> any Strategy {
    switch self {
    case .flower: strategy.flowerDefaults
    }
  }
}
