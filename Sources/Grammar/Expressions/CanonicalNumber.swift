/// The shortest decimal text that reads back as exactly `x`: `100`, `0.001`, `1e-5`, `2.5e20`.
///
/// Whole numbers below 1e16 have neither point nor exponent. Non-finite values give `nan`, `inf`, `-inf`, which the
/// language does not accept as numbers; they only occur in evidence.
package func canonicalNumber(_ x: Double) -> String {
  guard x.isFinite else { return x.isNaN ? "nan" : x < 0 ? "-inf" : "inf" }
  var text = x.description
  if text.hasSuffix(".0") { text.removeLast(2) }
  guard let e = text.firstIndex(of: "e") else { return text }
  var mantissa = text[..<e]
  if mantissa.hasSuffix(".0") { mantissa.removeLast(2) }
  var exponent = text[text.index(after: e)...]
  let sign = exponent.hasPrefix("-") ? "-" : ""
  if let first = exponent.first, first == "-" || first == "+" { exponent.removeFirst() }
  let digits = exponent.drop { $0 == "0" }
  return "\(mantissa)e\(sign)\(digits)"
}
