/// The keys of version 0.1 that have another name now, for messages.
let renamedKeys = ["momentum": "beta_1", "square_decay": "beta_2", "adaptivity": "tau"]
