/// A colour of the sRGB space, eight bits a channel.
struct Color: Equatable {
  let red: UInt8
  let green: UInt8
  let blue: UInt8

  /// A colour from 0xRRGGBB.
  init(_ hex: UInt32) {
    red = UInt8(truncatingIfNeeded: hex >> 16)
    green = UInt8(truncatingIfNeeded: hex >> 8)
    blue = UInt8(truncatingIfNeeded: hex)
  }

  private init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// "#rrggbb", or "#rgb" where that is the same colour.
  var css: String {
    let channels = [red, green, blue]
    let isShort = channels.allSatisfy { $0 >> 4 == $0 & 15 }
    return channels.reduce(into: "#") { text, channel in
      if !isShort { text += String(channel >> 4, radix: 16) }
      text += String(channel & 15, radix: 16)
    }
  }

  /// The colour `share` ∈ [0, 1] of the way to `other`, each channel by itself.
  func mixed(with other: Color, share: Double) -> Color {
    func channel(_ a: UInt8, _ b: UInt8) -> UInt8 {
      UInt8((Double(a) + (Double(b) - Double(a)) * share).rounded())
    }
    return Color(
      red: channel(red, other.red), green: channel(green, other.green), blue: channel(blue, other.blue))
  }

  /// Perceived brightness ∈ [0, 1], by the luma weights of ITU-R BT.709.
  var brightness: Double {
    (0.2126 * Double(red) + 0.7152 * Double(green) + 0.0722 * Double(blue)) / 255
  }
}
