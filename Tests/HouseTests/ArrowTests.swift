import Foundation
import Testing

// The house as a drawing: each room, the rooms it may look into, and the third party's code it may
// use. Arrows only point up this list.
let arrows: KeyValuePairs<String, Set<String>> = [
  "CApportionKernels": [],
  "CZlib": [],
  "CSQLite": [],
  "ApportionPrimitives": ["CApportionKernels"],
  "ApportionSimulation": ["ApportionPrimitives", "CZlib"],
  "ApportionValuation": ["ApportionPrimitives"],
  "ApportionReconstruction": ["ApportionPrimitives", "ApportionSimulation", "ApportionValuation"],
  "ApportionStore": [
    "ApportionPrimitives", "ApportionReconstruction", "ApportionSimulation", "ApportionValuation",
    "CSQLite",
  ],
  "ApportionReport": ["ApportionReconstruction", "ApportionSimulation", "ApportionValuation"],
  "ApportionTesting": ["ApportionPrimitives", "ApportionValuation"],
  "Apportion": [
    "ApportionPrimitives", "ApportionReconstruction", "ApportionReport", "ApportionSimulation",
    "ApportionStore", "ApportionValuation", "Yams",
  ],
  "ApportionBench": ["Apportion", "ApportionPrimitives", "ApportionTesting"],
  "ApportionCommand": ["Apportion", "ArgumentParser"],
]

/// What comes with the toolchain and may be used in any room.
let toolchain: Set<String> = ["Dispatch", "Foundation", "Synchronization"]

/// The top of the package.
let package = URL(filePath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()

@Suite("The house")
struct ArrowTests {
  static let sources = package.appending(path: "Sources")

  @Test("every room is on the drawing, and every drawn room is there")
  func rooms() throws {
    let rooms = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path)
    #expect(Set(rooms) == Set(arrows.map(\.key)))
  }

  @Test("rooms import only along the arrows", arguments: arrows.map { $0 })
  func imports(room: String, allowed: Set<String>) throws {
    let folder = Self.sources.appending(path: room)
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".swift") }
    for file in files {
      let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      let imported = text.matches(of: /(?m)^(?:@\w+ )?(?:\w+ )?import (\w+)/).map { String($0.1) }
      let strangers = Set(imported).subtracting(allowed).subtracting(toolchain)
      #expect(strangers.isEmpty, "\(room)/\(file) looks into \(strangers.sorted())")
    }
  }

  @Test("a room that can be had alone shows nothing of a room that cannot")
  func products() throws {
    let manifest = try String(contentsOf: package.appending(path: "Package.swift"), encoding: .utf8)
    let products = manifest.matches(of: /\.library\(name: "(\w+)"/).map { String($0.1) }
    #expect(products.contains("ApportionSimulation"))
    for room in products {
      let folder = Self.sources.appending(path: room)
      for file in try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      where file.hasSuffix(".swift") {
        let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        // What is exported along with a room need not be had alone.
        let shown = text.matches(of: /(?m)^public import (Apportion\w+)/).map { String($0.1) }
        let hidden = Set(shown).subtracting(products)
        #expect(hidden.isEmpty || room == "Apportion", "\(room)/\(file) shows \(hidden.sorted())")
      }
    }
  }
}
