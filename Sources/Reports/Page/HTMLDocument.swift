/// One HTML file that needs nothing else: the frame of every page, with a content policy that forbids scripts and requests.
struct HTMLDocument {
  /// Escaped where it stands.
  let title: String
  /// Rules of this page beside those of all pages.
  var css = ""
  /// Markup, ending in a newline.
  let body: String

  /// The file, ending in a newline.
  var text: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(Markup.escaped(title))</title>
    <style>
    \(PageStyle.css)\(css)</style>
    </head>
    <body>
    \(body)</body>
    </html>

    """
  }
}
