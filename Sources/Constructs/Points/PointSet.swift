import Kernels

/// Where a function is sampled.
package protocol PointSet: Sendable {
  /// Number of points.
  var count: Int { get }
  /// Numbers of each point, d.
  var dimension: Int { get }
  /// Whether they are drawn, so that another stream gives others.
  var isDrawn: Bool { get }
  /// The points, (count, d) in row-major order. Random ones come from `stream`; point i depends on the stream and i alone.
  func points(_ stream: RandomStream) -> [Double]
}

extension PointSet {
  package var isDrawn: Bool { false }
}
