import ApportionPrimitives
import ApportionValuation
import Testing

@Suite("MeanSquareCombination")
struct MeanSquareCombinationTests {
  @Test("of one mean square alone has the exact chi-squared interval")
  func single() {
    let combination = MeanSquareCombination(
      coefficients: [0.5], degreesOfFreedom: [7], level: 0.9)
    let interval = combination.interval([3])
    let distribution = ChiSquared(degreesOfFreedom: 7)
    #expect(combination.estimate([3]) == 1.5)
    #expect(abs(interval.lower - 0.5 * 7 * 3 / distribution.quantile(0.95)) < 1e-12)
    #expect(abs(interval.upper - 0.5 * 7 * 3 / distribution.quantile(0.05)) < 1e-12)
    #expect(interval.level == 0.9)
  }

  @Test("has the coefficients of the method, by quantiles of another library (scipy 1.17.1)")
  func figures() {
    let combination = MeanSquareCombination(
      coefficients: [0.5, -0.25, -0.2, 0.1], degreesOfFreedom: [7, 28, 35, 140], level: 0.95)
    let interval = combination.interval([9, 2, 1.5, 1])
    #expect(abs(combination.estimate([9, 2, 1.5, 1]) - 3.8) < 1e-14)
    #expect(abs(interval.lower - 1.212_085_265_789_437_6) < 1e-11)
    #expect(abs(interval.upper - 17.911_799_535_834_845) < 1e-11)
  }

  @Test("is exact where one of two mean squares vanishes")
  func margins() {
    let difference = MeanSquareCombination(
      coefficients: [1, -1], degreesOfFreedom: [7, 28], level: 0.95)
    let alone = MeanSquareCombination(coefficients: [1], degreesOfFreedom: [7], level: 0.95)
    let (both, one) = (difference.interval([5, 0]), alone.interval([5]))
    #expect(abs(both.lower - one.lower) < 1e-12)
    #expect(abs(both.upper - one.upper) < 1e-12)
  }

  @Test("an end is at zero just where the F test is at its limit")
  func test() {
    let difference = MeanSquareCombination(
      coefficients: [1, -1], degreesOfFreedom: [7, 28], level: 0.95)
    let limit = FDistribution(numerator: 7, denominator: 28).quantile(0.975)
    #expect(abs(difference.interval([3 * limit, 3]).lower) < 1e-12)
    let lowest = FDistribution(numerator: 7, denominator: 28).quantile(0.025)
    #expect(abs(difference.interval([3 * lowest, 3]).upper) < 1e-12)
  }

  @Test("two sums of squares that are one chi-squared number have that number's lower end")
  func together() {
    // k S² in the ratio of the degrees of freedom: together 7 + 28 squares of the same size.
    let sum = MeanSquareCombination(
      coefficients: [7, 28], degreesOfFreedom: [7, 28], level: 0.95)
    let one = MeanSquareCombination(coefficients: [35], degreesOfFreedom: [35], level: 0.95)
    #expect(abs(sum.interval([2, 2]).lower - one.interval([2]).lower) < 1e-11)
  }
}
