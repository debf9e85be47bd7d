// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that the main one's builds and tests know nothing of libFuzzer; see fuzz.sh.
let package = Package(
  name: "apportion-fuzz",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "apportion", path: "../..")],
  targets: [
    .executableTarget(
      name: "Fuzz", dependencies: [.product(name: "Apportion", package: "apportion")],
      swiftSettings: [
        .unsafeFlags(["-parse-as-library"]), .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
      ])
  ]
)
