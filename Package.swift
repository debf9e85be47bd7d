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
    .executable(name: "apportion", targets: ["ApportionCommand"]),
    .executable(name: "apportion-bench", targets: ["ApportionBench"]),
    .library(name: "Apportion", targets: ["Apportion"]),
    .library(name: "ApportionPrimitives", targets: ["ApportionPrimitives"]),
    .library(name: "ApportionSimulation", targets: ["ApportionSimulation"]),
    .library(name: "ApportionValuation", targets: ["ApportionValuation"]),
    .library(name: "ApportionReconstruction", targets: ["ApportionReconstruction"]),
    .library(name: "ApportionTesting", targets: ["ApportionTesting"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // The two wings and the primitives: nothing outside the toolchain.
    .target(name: "CApportionKernels"),
    .target(
      name: "ApportionPrimitives", dependencies: ["CApportionKernels"], swiftSettings: strict),
    .target(
      name: "CZlib",
      linkerSettings: [
        // By its file name on Linux, where the development package need not be installed.
        .linkedLibrary(":libz.so.1", .when(platforms: [.linux])),
        .linkedLibrary("z", .when(platforms: [.macOS])),
      ]),
    .target(
      name: "ApportionSimulation", dependencies: ["ApportionPrimitives", "CZlib"],
      swiftSettings: strict),
    .target(
      name: "ApportionValuation", dependencies: ["ApportionPrimitives"], swiftSettings: strict),

    // The bridge, and what reads its records.
    .target(
      name: "ApportionReconstruction",
      dependencies: ["ApportionPrimitives", "ApportionSimulation", "ApportionValuation"],
      swiftSettings: strict),
    .target(
      name: "CSQLite",
      linkerSettings: [
        .linkedLibrary(":libsqlite3.so.0", .when(platforms: [.linux])),
        .linkedLibrary("sqlite3", .when(platforms: [.macOS])),
      ]),
    .target(
      name: "ApportionStore",
      dependencies: [
        "ApportionPrimitives", "ApportionReconstruction", "ApportionSimulation",
        "ApportionValuation", "CSQLite",
      ],
      swiftSettings: strict),
    .target(
      name: "ApportionReport",
      dependencies: ["ApportionReconstruction", "ApportionSimulation", "ApportionValuation"],
      swiftSettings: strict),
    .target(
      name: "ApportionTesting", dependencies: ["ApportionPrimitives", "ApportionValuation"],
      swiftSettings: strict),

    // The front door.
    .target(
      name: "Apportion",
      dependencies: [
        "ApportionPrimitives", "ApportionReconstruction", "ApportionReport", "ApportionSimulation",
        "ApportionStore", "ApportionValuation", .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "ApportionCommand",
      dependencies: [
        "Apportion", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "ApportionBench",
      dependencies: ["Apportion", "ApportionPrimitives", "ApportionTesting"],
      swiftSettings: strict),

    // Tests mirror the rooms.
    .testTarget(name: "HouseTests", dependencies: ["Apportion"], swiftSettings: strict),
    .testTarget(
      name: "ApportionPrimitivesTests", dependencies: ["ApportionPrimitives"],
      swiftSettings: strict),
    .testTarget(
      name: "ApportionSimulationTests",
      dependencies: ["ApportionPrimitives", "ApportionSimulation", "CZlib"],
      swiftSettings: strict),
    .testTarget(
      name: "ApportionValuationTests",
      dependencies: ["ApportionPrimitives", "ApportionTesting", "ApportionValuation"],
      swiftSettings: strict),
    .testTarget(
      name: "ApportionReconstructionTests",
      dependencies: [
        "ApportionPrimitives", "ApportionReconstruction", "ApportionSimulation",
        "ApportionTesting", "ApportionValuation",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ApportionStoreTests",
      dependencies: [
        "ApportionPrimitives", "ApportionReconstruction", "ApportionSimulation", "ApportionStore",
        "ApportionValuation",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ApportionReportTests",
      dependencies: [
        "ApportionPrimitives", "ApportionReconstruction", "ApportionReport", "ApportionSimulation",
        "ApportionValuation",
      ],
      swiftSettings: strict),
    .testTarget(name: "ApportionTests", dependencies: ["Apportion"], swiftSettings: strict),
    .testTarget(
      name: "ApportionCommandTests", dependencies: ["Apportion", "ApportionCommand"],
      swiftSettings: strict),
  ]
)
