import KernelsBase

/// Completes the table of a sheet, whose offsets stand: writes into it which loop runs it and what its updates come to.
package func prepareSheet(_ table: UnsafeMutableRawPointer) { KernelsBase.prepareSheet(table) }
