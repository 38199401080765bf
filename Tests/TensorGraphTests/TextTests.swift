import SourceDiagnostics
import TensorGraph
import Testing

@Suite struct TextTests {
  @Test func `a vertex is one line: operands, attributes, shape`() {
    var graph = TensorGraph()
    let x = graph.input("x", [2, 3])
    let w = graph.parameter("w", [4, 3])
    let y = graph.unary(.tanh, graph.matmul(x, w, transposeB: true))
    let rows = graph.gather(y, graph.indexInput("rows", [5]))
    let cut = graph.slice(rows, lower: [0, 1], upper: [5, 3])
    let image = graph.reshape(graph.constant([1, 2, 3, 4], [4]), [1, 1, 2, 2])
    let pooled = graph.maxPool(image, Window2D(kernel: 2))
    let expected = """
      %0 = input(x) [2, 3]
      %1 = parameter(w) [4, 3]
      %2 = matmul(%0, %1; transpose_b) [2, 4]
      %3 = tanh(%2) [2, 4]
      %4 = input(rows, index) [5]
      %5 = gather(%3, %4) [5, 4]
      %6 = slice(%5; 0..<5, 1..<3) [5, 2]
      %7 = constant(table 1.0 2.0 3.0 4.0) [4]
      %8 = reshape(%7) [1, 1, 2, 2]
      %9 = pool_select(%8, %8; kernel 2x2, stride 1x1, padding 0 0 0 0) [1, 1, 1, 1]
      cut = %6
      pooled = %9

      """
    #expect(graph.text(outputs: [("cut", cut), ("pooled", pooled)]) == expected)
  }

  @Test func `vertices carry the origin they were made under, and derivatives that of what they differentiate`() {
    let file = SourceRange(file: FileID(index: 0), lower: 4, upper: 9)
    var graph = TensorGraph()
    let x = graph.parameter("x", [3])
    graph.origin = file
    let y = graph.unary(.exp, x)
    graph.origin = nil
    let slope = graph.gradients(of: graph.sum(y), withRespectTo: [x])[0]
    #expect(graph[x].origin == nil && graph[y].origin == file)
    #expect(graph[slope].origin == file)
    #expect(graph.simplified(keeping: [slope]).graph.vertices.last?.origin == file)
  }
}
