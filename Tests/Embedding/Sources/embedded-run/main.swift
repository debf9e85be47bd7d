import Apportion
import Embedding

// embedded-run DIRECTORY ROUNDS: begins a run there, or resumes the one that is there.
let (path, rounds) = (CommandLine.arguments[1], Int(CommandLine.arguments[2]) ?? 4)
let experiment: Experiment
let directory: RunDirectory
do {
  (experiment, directory) = try Experiment.resuming(path, catalogs: ownCatalogs)
} catch StoreError.noRun {
  experiment = Experiment(ownConfiguration(rounds: rounds))
  directory = try RunDirectory(path: path, replacing: false)
}
let result = try await experiment.run(into: directory)
print(result.output?.hash ?? "")
