// One function for each type, access and shape of tile, so that each is compiled by itself with its accumulators in
// registers. `Main` stands for `TileSize.rows` rows.

extension Float {
  @inline(__always)
  static func runStridedTile(rows: Int, vectors: Int, _ o: borrowing TileOperands) {
    switch (vectors, rows) {
    #if KERNELS_AVX512
      case (3, TileSize.rows): stridedMain3(o)
      case (3, 4): strided4x3(o)
      case (3, 2): strided2x3(o)
      case (3, 1): strided1x3(o)
    #endif
    #if KERNELS_AVX512 || KERNELS_AVX2
      case (2, TileSize.rows): stridedMain2(o)
      case (2, 4): strided4x2(o)
      case (2, 2): strided2x2(o)
      case (2, 1): strided1x2(o)
      case (1, 4): strided4x1(o)
    #endif
    case (1, TileSize.rows): stridedMain1(o)
    case (1, 2): strided2x1(o)
    default: strided1x1(o)
    }
  }

  @inline(__always)
  static func runGatheredTile(rows: Int, vectors: Int, _ o: borrowing TileOperands) {
    switch (vectors, rows) {
    #if KERNELS_AVX512 || KERNELS_AVX2
      case (2, TileSize.rows): gatheredMain2(o)
      case (2, 4): gathered4x2(o)
      case (2, 2): gathered2x2(o)
      case (2, 1): gathered1x2(o)
      case (1, 4): gathered4x1(o)
    #endif
    case (1, TileSize.rows): gatheredMain1(o)
    case (1, 2): gathered2x1(o)
    default: gathered1x1(o)
    }
  }

  @inline(__always)
  static func runViewedTile(vectors: Int, _ o: borrowing TileOperands) {
    switch vectors {
    #if KERNELS_AVX512
      case 3: viewedMain3(o)
    #endif
    #if KERNELS_AVX512 || KERNELS_AVX2
      case 2: viewedMain2(o)
    #endif
    default: viewedMain1(o)
    }
  }

  #if KERNELS_AVX512
    @inline(never) private static func stridedMain3(_ o: borrowing TileOperands) {
      productTile(rows: TileSize.rows, vectors: 3, .strided, o)
    }
    @inline(never) private static func strided4x3(_ o: borrowing TileOperands) {
      productTile(rows: 4, vectors: 3, .strided, o)
    }
    @inline(never) private static func strided2x3(_ o: borrowing TileOperands) {
      productTile(rows: 2, vectors: 3, .strided, o)
    }
    @inline(never) private static func strided1x3(_ o: borrowing TileOperands) {
      productTile(rows: 1, vectors: 3, .strided, o)
    }
  #endif
  #if KERNELS_AVX512 || KERNELS_AVX2
    @inline(never) private static func stridedMain2(_ o: borrowing TileOperands) {
      productTile(rows: TileSize.rows, vectors: 2, .strided, o)
    }
    @inline(never) private static func strided4x2(_ o: borrowing TileOperands) {
      productTile(rows: 4, vectors: 2, .strided, o)
    }
    @inline(never) private static func strided2x2(_ o: borrowing TileOperands) {
      productTile(rows: 2, vectors: 2, .strided, o)
    }
    @inline(never) private static func strided1x2(_ o: borrowing TileOperands) {
      productTile(rows: 1, vectors: 2, .strided, o)
    }
    @inline(never) private static func strided4x1(_ o: borrowing TileOperands) {
      productTile(rows: 4, vectors: 1, .strided, o)
    }
  #endif
  @inline(never) private static func stridedMain1(_ o: borrowing TileOperands) {
    productTile(rows: TileSize.rows, vectors: 1, .strided, o)
  }
  @inline(never) private static func strided2x1(_ o: borrowing TileOperands) {
    productTile(rows: 2, vectors: 1, .strided, o)
  }
  @inline(never) private static func strided1x1(_ o: borrowing TileOperands) {
    productTile(rows: 1, vectors: 1, .strided, o)
  }

  #if KERNELS_AVX512 || KERNELS_AVX2
    @inline(never) private static func gatheredMain2(_ o: borrowing TileOperands) {
      productTile(rows: TileSize.rows, vectors: 2, .gathered, o)
    }
    @inline(never) private static func gathered4x2(_ o: borrowing TileOperands) {
      productTile(rows: 4, vectors: 2, .gathered, o)
    }
    @inline(never) private static func gathered2x2(_ o: borrowing TileOperands) {
      productTile(rows: 2, vectors: 2, .gathered, o)
    }
    @inline(never) private static func gathered1x2(_ o: borrowing TileOperands) {
      productTile(rows: 1, vectors: 2, .gathered, o)
    }
    @inline(never) private static func gathered4x1(_ o: borrowing TileOperands) {
      productTile(rows: 4, vectors: 1, .gathered, o)
    }
  #endif
  @inline(never) private static func gatheredMain1(_ o: borrowing TileOperands) {
    productTile(rows: TileSize.rows, vectors: 1, .gathered, o)
  }
  @inline(never) private static func gathered2x1(_ o: borrowing TileOperands) {
    productTile(rows: 2, vectors: 1, .gathered, o)
  }
  @inline(never) private static func gathered1x1(_ o: borrowing TileOperands) {
    productTile(rows: 1, vectors: 1, .gathered, o)
  }

  #if KERNELS_AVX512
    @inline(never) private static func viewedMain3(_ o: borrowing TileOperands) {
      productTile(rows: TileSize.rows, vectors: 3, .viewed, o)
    }
  #endif
  #if KERNELS_AVX512 || KERNELS_AVX2
    @inline(never) private static func viewedMain2(_ o: borrowing TileOperands) {
      productTile(rows: TileSize.rows, vectors: 2, .viewed, o)
    }
  #endif
  @inline(never) private static func viewedMain1(_ o: borrowing TileOperands) {
    productTile(rows: TileSize.rows, vectors: 1, .viewed, o)
  }
}

extension Double {
  @inline(__always)
  static func runStridedTile(rows: Int, vectors: Int, _ o: borrowing TileOperands) {
    switch (vectors, rows) {
    #if KERNELS_AVX512
      case (3, TileSize.rows): stridedMain3(o)
      case (3, 4): strided4x3(o)
      case (3, 2): strided2x3(o)
      case (3, 1): strided1x3(o)
    #endif
    #if KERNELS_AVX512 || KERNELS_AVX2
      case (2, TileSize.rows): stridedMain2(o)
      case (2, 4): strided4x2(o)
      case (2, 2): strided2x2(o)
      case (2, 1): strided1x2(o)
      case (1, 4): strided4x1(o)
    #endif
    case (1, TileSize.rows): stridedMain1(o)
    case (1, 2): strided2x1(o)
    default: strided1x1(o)
    }
  }

  @inline(__always)
  static func runGatheredTile(rows: Int, vectors: Int, _ o: borrowing TileOperands) {
    switch (vectors, rows) {
    #if KERNELS_AVX512 || KERNELS_AVX2
      case (2, TileSize.rows): gatheredMain2(o)
      case (2, 4): gathered4x2(o)
      case (2, 2): gathered2x2(o)
      case (2, 1): gathered1x2(o)
      case (1, 4): gathered4x1(o)
    #endif
    case (1, TileSize.rows): gatheredMain1(o)
    case (1, 2): gathered2x1(o)
    default: gathered1x1(o)
    }
  }

  @inline(__always)
  static func runViewedTile(vectors: Int, _ o: borrowing TileOperands) {
    switch vectors {
    #if KERNELS_AVX512
      case 3: viewedMain3(o)
    #endif
    #if KERNELS_AVX512 || KERNELS_AVX2
      case 2: viewedMain2(o)
    #endif
    default: viewedMain1(o)
    }
  }

  #if KERNELS_AVX512
    @inline(never) private static func stridedMain3(_ o: borrowing TileOperands) {
      productTile(rows: TileSize.rows, vectors: 3, .strided, o)
    }
    @inline(never) private static func strided4x3(_ o: borrowing TileOperands) {
      productTile(rows: 4, vectors: 3, .strided, o)
    }
    @inline(never) private static func strided2x3(_ o: borrowing TileOperands) {
      productTile(rows: 2, vectors: 3, .strided, o)
    }
    @inline(never) private static func strided1x3(_ o: borrowing TileOperands) {
      productTile(rows: 1, vectors: 3, .strided, o)
    }
  #endif
  #if KERNELS_AVX512 || KERNELS_AVX2
    @inline(never) private static func stridedMain2(_ o: borrowing TileOperands) {
      productTile(rows: TileSize.rows, vectors: 2, .strided, o)
    }
    @inline(never) private static func strided4x2(_ o: borrowing TileOperands) {
      productTile(rows: 4, vectors: 2, .strided, o)
    }
    @inline(never) private static func strided2x2(_ o: borrowing TileOperands) {
      productTile(rows: 2, vectors: 2, .strided, o)
    }
    @inline(never) private static func strided1x2(_ o: borrowing TileOperands) {
      productTile(rows: 1, vectors: 2, .strided, o)
    }
    @inline(never) private static func strided4x1(_ o: borrowing TileOperands) {
      productTile(rows: 4, vectors: 1, .strided, o)
    }
  #endif
  @inline(never) private static func stridedMain1(_ o: borrowing TileOperands) {
    productTile(rows: TileSize.rows, vectors: 1, .strided, o)
  }
  @inline(never) private static func strided2x1(_ o: borrowing TileOperands) {
    productTile(rows: 2, vectors: 1, .strided, o)
  }
  @inline(never) private static func strided1x1(_ o: borrowing TileOperands) {
    productTile(rows: 1, vectors: 1, .strided, o)
  }

  #if KERNELS_AVX512 || KERNELS_AVX2
    @inline(never) private static func gatheredMain2(_ o: borrowing TileOperands) {
      productTile(rows: TileSize.rows, vectors: 2, .gathered, o)
    }
    @inline(never) private static func gathered4x2(_ o: borrowing TileOperands) {
      productTile(rows: 4, vectors: 2, .gathered, o)
    }
    @inline(never) private static func gathered2x2(_ o: borrowing TileOperands) {
      productTile(rows: 2, vectors: 2, .gathered, o)
    }
    @inline(never) private static func gathered1x2(_ o: borrowing TileOperands) {
      productTile(rows: 1, vectors: 2, .gathered, o)
    }
    @inline(never) private static func gathered4x1(_ o: borrowing TileOperands) {
      productTile(rows: 4, vectors: 1, .gathered, o)
    }
  #endif
  @inline(never) private static func gatheredMain1(_ o: borrowing TileOperands) {
    productTile(rows: TileSize.rows, vectors: 1, .gathered, o)
  }
  @inline(never) private static func gathered2x1(_ o: borrowing TileOperands) {
    productTile(rows: 2, vectors: 1, .gathered, o)
  }
  @inline(never) private static func gathered1x1(_ o: borrowing TileOperands) {
    productTile(rows: 1, vectors: 1, .gathered, o)
  }

  #if KERNELS_AVX512
    @inline(never) private static func viewedMain3(_ o: borrowing TileOperands) {
      productTile(rows: TileSize.rows, vectors: 3, .viewed, o)
    }
  #endif
  #if KERNELS_AVX512 || KERNELS_AVX2
    @inline(never) private static func viewedMain2(_ o: borrowing TileOperands) {
      productTile(rows: TileSize.rows, vectors: 2, .viewed, o)
    }
  #endif
  @inline(never) private static func viewedMain1(_ o: borrowing TileOperands) {
    productTile(rows: TileSize.rows, vectors: 1, .viewed, o)
  }
}
