import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("NaturalSites")
struct NaturalSitesTests {
  @Test("every site is a client of its name, with the site's training rows")
  func sites() throws {
    let dataset = examples(120, sites: 4)
    let rows = (0..<120).filter { $0 % 3 != 0 }
    let shards = try NaturalSites().partition(
      dataset, rows: rows, using: RandomStream(seed: 1))
    #expect(shards.map(\.name) == ["site 0", "site 1", "site 2", "site 3"])
    for (site, shard) in shards.enumerated() {
      #expect(shard.rows == rows.filter { dataset.sites[$0] == site })
    }
  }

  @Test("refuses data without sites, and sites that are too small")
  func refusals() {
    #expect(
      complaint {
        _ = try NaturalSites().partition(
          examples(50), rows: Array(0..<50), using: RandomStream(seed: 1))
      } == """
        sites: the data have no sites; use several CSV files or the csv key `site`, or another \
        partition
        """)
    let dataset = examples(50, sites: 2)
    let rows = (0..<50).filter { dataset.sites[$0] == 0 }
    #expect(
      complaint {
        _ = try NaturalSites().partition(dataset, rows: rows, using: RandomStream(seed: 1))
      } == """
        sites: client site 1 gets 0 examples, fewer than 10; lower `minimum_examples` or change \
        the partition
        """)
  }
}
