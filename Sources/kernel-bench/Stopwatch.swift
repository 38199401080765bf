import Glibc

/// Which clock to read: the wall's, or the time that this thread had a processor (right for one thread on a busy
/// machine).
enum Clock {
  case wall
  case thread

  func seconds() -> Double {
    var time = timespec()
    clock_gettime(self == .wall ? CLOCK_MONOTONIC : CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}

/// The shortest of several timings of `body`, each of about `slice` seconds, spaced a little.
func best(_ clock: Clock = .thread, tries: Int = 15, slice: Double = 0.005, _ body: () -> Void) -> Double {
  body()
  let start = clock.seconds()
  body()
  let repetitions = max(1, Int(slice / max(1e-9, clock.seconds() - start)))
  var shortest = Double.infinity
  for _ in 0..<tries {
    let start = clock.seconds()
    for _ in 0..<repetitions { body() }
    shortest = min(shortest, (clock.seconds() - start) / Double(repetitions))
    usleep(500)
  }
  return shortest
}

/// `value` with `digits` decimals, right-aligned in `width` columns.
func column(_ value: Double, _ digits: Int, _ width: Int) -> String {
  var scale = 1.0
  for _ in 0..<digits { scale *= 10 }
  let number = Int((value * scale).rounded())
  var text = String(number % Int(scale))
  while text.utf8.count < digits { text = "0" + text }
  text = digits == 0 ? String(number) : "\(number / Int(scale)).\(text)"
  return String(repeating: " ", count: max(0, width - text.utf8.count)) + text
}

/// `text` in `width` columns.
func column(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.utf8.count))
}
