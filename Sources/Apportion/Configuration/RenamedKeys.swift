/// The keys of version 0.1 that have been renamed, for messages.
let renamedKeys = ["momentum": "beta_1", "square_decay": "beta_2", "adaptivity": "tau"]
