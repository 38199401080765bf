import Results
import Testing

@Suite struct CanonicalJSONTests {
  struct Written {
    let value: CanonicalJSON
    let text: String
  }

  @Test(arguments: [
    Written(value: nil, text: "null"),
    Written(value: 1, text: "1"),
    Written(value: .number(1.0), text: "1.0"),
    Written(value: .number(1e-5), text: "1e-05"),
    Written(value: .single(0.1), text: "0.1"),
    Written(value: .number(-0.0), text: "-0.0"),
    Written(value: .number(.leastNonzeroMagnitude), text: "5e-324"),
    Written(value: .number(.nan), text: #"{"nonfinite":"nan"}"#),
    Written(value: .number(-Double.infinity), text: #"{"nonfinite":"-inf"}"#),
    Written(value: ["b": 1, "a": [true, nil]], text: #"{"a":[true,null],"b":1}"#),
    Written(value: ["é": 1, "z": 2, "B": 3], text: #"{"B":3,"z":2,"é":1}"#),
    Written(value: "a\"\\\n\u{1}\u{7F}学😀/", text: #""a\"\\\n\u0001\u007f学😀/""#),
  ])
  func `a value has one text`(_ row: Written) throws {
    #expect(row.value.compactText == row.text)
    let again = try CanonicalJSON(parsing: Array(row.text.utf8), name: "t")
    #expect(again.compactText == row.text)
  }

  @Test func `what fits one line stays on one line`() {
    let value: CanonicalJSON = ["list": [1, 2, 3], "empty": [], "rows": [["a": 1], ["a": 2]]]
    #expect(
      value.prettyText == """
        {
          "empty": [],
          "list": [1, 2, 3],
          "rows": [
            {"a": 1},
            {"a": 2}
          ]
        }

        """)
  }

  @Test func `an escaped surrogate pair is one scalar`() throws {
    let value = try CanonicalJSON(parsing: Array(#""\ud83d\ude00\u0041\/""#.utf8), name: "t")
    #expect(value == .string("😀A/"))
  }

  struct Refused {
    let text: String
    let problem: String
  }

  @Test(arguments: [
    Refused(text: "", problem: "line 1, column 1: the text ends where a value is expected"),
    Refused(text: "{\"a\": 1,}", problem: "line 1, column 9: expected a key in double quotes"),
    Refused(text: "{\n \"a\": 1,\n \"a\": 2}", problem: "line 3, column 5: the key `a` stands twice"),
    Refused(text: "[1 2]", problem: "line 1, column 4: expected `,` or `]`"),
    Refused(text: "NaN", problem: "line 1, column 1: expected a value"),
    Refused(text: "01", problem: "line 1, column 1: expected a value"),
    Refused(text: "+1", problem: "line 1, column 1: expected a value"),
    Refused(text: "1.", problem: "line 1, column 1: expected a value"),
    Refused(text: ".5", problem: "line 1, column 1: expected a value"),
    Refused(text: "1.e3", problem: "line 1, column 1: expected a value"),
    Refused(text: "1e999", problem: "line 1, column 1: the number `1e999` is out of range"),
    Refused(text: "\"\\ud83d\"", problem: "line 1, column 8: half of a surrogate pair"),
    Refused(text: "\"\\x\"", problem: "line 1, column 4: an unknown escape in a string"),
    Refused(text: "\"a\nb\"", problem: "line 1, column 3: a control character inside a string"),
    Refused(text: "\"a", problem: "line 1, column 3: a string is not closed"),
    Refused(text: "1 x", problem: "line 1, column 3: text after the end of the value"),
    Refused(
      text: String(repeating: "[", count: 100), problem: "line 1, column 65: more than 64 levels"),
  ])
  func `text that is not strict JSON is refused at its place`(_ row: Refused) {
    #expect(throws: ResultsFailure.malformed(path: "t", problem: row.problem)) {
      try CanonicalJSON(parsing: Array(row.text.utf8), name: "t")
    }
  }

  @Test func `bytes that are not UTF-8 are refused`() {
    #expect(throws: ResultsFailure.self) {
      try CanonicalJSON(parsing: [0x22, 0xFF, 0x22], name: "t")
    }
  }
}
