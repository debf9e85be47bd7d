// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "apportion",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "ApportionPrimitives", targets: ["ApportionPrimitives"]),
  ],
  targets: [
    .target(name: "CApportionKernels"),
    .target(
      name: "ApportionPrimitives", dependencies: ["CApportionKernels"], swiftSettings: strict),
    .target(
      name: "CZlib",
      linkerSettings: [
        .linkedLibrary(":libz.so.1", .when(platforms: [.linux])),
        .linkedLibrary("z", .when(platforms: [.macOS])),
      ]),
    .target(
      name: "ApportionSimulation", dependencies: ["ApportionPrimitives", "CZlib"],
      swiftSettings: strict),
    .target(
      name: "ApportionValuation", dependencies: ["ApportionPrimitives"], swiftSettings: strict),
    .target(
      name: "ApportionReconstruction",
      dependencies: ["ApportionPrimitives", "ApportionSimulation", "ApportionValuation"],
      swiftSettings: strict),
    .target(
      name: "ApportionTesting", dependencies: ["ApportionPrimitives", "ApportionValuation"],
      swiftSettings: strict),
  ]
)
