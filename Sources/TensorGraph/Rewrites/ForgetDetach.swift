extension RewriteRule {
  static let forgetDetach = RewriteRule(
    name: "forget_detach", summary: "Once nothing is differentiated any more, detach(x) = x."
  ) { _, operation, operands in
    operation == .detach(Operation.Detach()) ? operands[0] : nil
  }
}
