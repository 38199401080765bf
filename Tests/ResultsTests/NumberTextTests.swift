import Results
import Testing

@Suite struct NumberTextTests {
  @Test(arguments: [0.1, -0.0, 1e16, 1e-5, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0.1 + 0.2])
  func `a number reads back to the same bits`(_ x: Double) {
    #expect(NumberText.double(NumberText.of(x))?.bitPattern == x.bitPattern)
  }

  @Test func `numbers that are not finite have fixed words`() {
    #expect(NumberText.of(-Double.nan) == "nan")
    #expect(NumberText.of(Float.infinity) == "inf")
    #expect(NumberText.double("-inf") == -.infinity)
    #expect(NumberText.double("nan")?.isNaN == true)
  }

  @Test(arguments: ["", "-", ".", "e5", "1e", "1e+", "0x10", "1_000", " 1", "1 ", "Inf", "infinity", "1e999"])
  func `other texts are no numbers`(_ text: String) {
    #expect(NumberText.double(text) == nil)
  }

  @Test(arguments: [(".5", 0.5), ("5.", 5), ("+1", 1), ("1E-3", 0.001), ("017", 17)])
  func `decimal numbers are read`(_ text: String, _ value: Double) {
    #expect(NumberText.double(text) == value)
  }
}
