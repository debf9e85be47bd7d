// swift-tools-version: 6.2
import PackageDescription

// A package of its own that depends on Apportion as any other would, by its products alone.
let package = Package(
  name: "embedding",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "apportion", path: "../..")],
  targets: [
    .target(name: "Embedding", dependencies: [.product(name: "Apportion", package: "apportion")]),
    .executableTarget(name: "embedded-run", dependencies: ["Embedding"]),
    .testTarget(name: "EmbeddingTests", dependencies: ["Embedding", "embedded-run"]),
  ]
)
