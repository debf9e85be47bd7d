import ApportionPrimitives
import ApportionSimulation

/// A system whose defaults a strategy takes instead of ours: the key `compat` in a config.
///
/// It only affects reading: the resolved config contains all settings.
enum Compatibility: String, ConfigurableChoice {
  case flower = "flower-1.6"

  func defaults(of strategy: any Strategy.Type) -> any Strategy {
    switch self {
    case .flower: strategy.flowerDefaults
    }
  }
}
