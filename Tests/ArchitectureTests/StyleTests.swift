import Testing

/// What a reader may count on in every file of `Sources`.
@Suite struct StyleTests {
  /// Files that are longer than 400 lines, each with its reason.
  static let longFiles: [String: String] = [:]

  @Test func `there is something to look at`() {
    #expect(SourceText.all.count > 300)
  }

  @Test func `a file is at most 400 lines long`() {
    for file in SourceText.all {
      let isLong = file.lines.count > 401
      #expect(isLong == (Self.longFiles[file.path] != nil), "\(file.path) has \(file.lines.count) lines")
    }
  }

  @Test func `a line is at most 140 columns wide`() {
    for file in SourceText.all {
      for (index, line) in file.lines.enumerated() where line.count > 140 {
        Issue.record("\(file.path):\(index + 1) has \(line.count) columns")
      }
    }
  }

  @Test func `nothing is public, no error is ignored by force, nothing is left to do`() {
    for file in SourceText.all {
      if file.isSwift {
        for line in file.code where !line.text.isEmpty {
          let place = "\(file.path):\(line.number)"
          let words = line.text.split(separator: " ")
          let isPublic = words.contains { $0 == "public" || $0.hasPrefix("public(") } || line.text.contains("open class")
          #expect(!isPublic, "\(place)")
          #expect(!line.text.contains("try!") && !line.text.contains("as!"), "\(place)")
        }
      }
      for mark in ["TODO", "FIXME"] { #expect(!file.text.contains(mark), "\(file.path) has \(mark)") }
    }
  }

  @Test func `no path of a machine stands in the code`() {
    let marks = ["/home/", "/Users/", "/root/"]
    for file in SourceText.all {
      for mark in marks { #expect(!file.text.contains(mark), "\(file.path) has \(mark)") }
    }
  }

  @Test func `every package type has a doc comment`() {
    for file in SourceText.all where file.isSwift {
      let lines = file.lines
      for (index, line) in lines.enumerated() where Self.declaresType(line) {
        var above = index - 1
        while above > 0, lines[above].drop(while: { $0 == " " }).hasPrefix("@") { above -= 1 }
        let comment = above >= 0 ? lines[above].drop { $0 == " " } : ""
        #expect(comment.hasPrefix("///"), "\(file.path):\(index + 1)")
      }
    }
  }

  private static func declaresType(_ line: Substring) -> Bool {
    let text = line.drop { $0 == " " }
    return ["package struct ", "package enum ", "package protocol "].contains { text.hasPrefix($0) }
  }
}
