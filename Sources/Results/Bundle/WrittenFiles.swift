/// Files of a run that is not finished yet.
package struct WrittenFiles: Sendable {
  let folder: String
  /// In the folder, parts joined by `/`.
  let paths: [String]

  /// An array of them; nil if there is none of that name.
  package func array(_ file: BundleFile) throws(ResultsFailure) -> NumericArray? {
    guard paths.contains(file.path) else { return nil }
    let path = folder + "/" + file.path
    return try NPY.decode(FileBytes.read(path, followLinks: false), name: path)
  }
}
