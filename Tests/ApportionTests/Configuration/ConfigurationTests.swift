import Apportion
import Testing

@Suite("Configuration")
struct ConfigurationTests {
  @Test("an empty config is all defaults")
  func empty() throws {
    let configuration = try Configuration(yaml: "")
    #expect(configuration.seed == 0)
    #expect(configuration.strategy is FedAvg)
  }

  @Test("a misspelt key is refused with its place and the nearest one")
  func misspelt() {
    let error = #expect(throws: ConfigError.self) {
      try Configuration(yaml: "training:\n  learning_rat: 0.1\n", path: "c.yml")
    }
    #expect(
      error?.description == """
        c.yml:2:3: `training.learning_rat` is not a key of training; did you mean `learning_rate`? \
        It has: rounds, local_epochs, local_steps, batch_size, learning_rate, schedule, momentum, \
        weight_decay
        """)
  }
}
