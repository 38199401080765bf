/// The extent of a tensor along each axis, outermost first; `[]` is a scalar.
///
/// Elements lie in row-major order: the last axis is contiguous. Every dimension is at least 1.
package struct Shape: Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
  /// The extents, outermost axis first.
  package let dimensions: [Int]

  /// A shape of the given extents, each at least 1.
  package init(_ dimensions: [Int]) {
    precondition(dimensions.allSatisfy { $0 >= 1 }, "Every dimension of a shape is at least 1.")
    self.dimensions = dimensions
  }

  package init(arrayLiteral elements: Int...) { self.init(elements) }

  /// The shape of a single number.
  package static let scalar = Shape([])

  /// The number of axes.
  package var rank: Int { dimensions.count }

  /// The number of elements: the product of the dimensions, 1 for a scalar.
  package var count: Int { dimensions.reduce(1, *) }

  /// Whether there are no axes.
  package var isScalar: Bool { dimensions.isEmpty }

  /// The extent along an axis, which must exist.
  package subscript(axis: Int) -> Int { dimensions[axis] }

  /// `[128, 1, 28, 28]`
  package var description: String {
    "[" + dimensions.map(String.init).joined(separator: ", ") + "]"
  }

  /// How far apart in the flat row-major order two neighbours along each axis lie.
  package var strides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    for axis in dimensions.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * dimensions[axis + 1]
    }
    return strides
  }

  /// The shape without the given axes.
  package func removing(axes: [Int]) -> Shape {
    Shape(dimensions.indices.filter { !axes.contains($0) }.map { dimensions[$0] })
  }
}
