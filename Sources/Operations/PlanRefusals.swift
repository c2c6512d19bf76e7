// Refusals for want of a plan or of credits say what would help: when credits come by themselves, which plan, and what
// the operator types.
public import Smartlink

extension Actions {
    /// The refusal of what this account's plan does not have; `verb` finishes “… needs the plan”.
    func refusal(
        of thing: String, needing plans: [Account.Plan], for account: Account, field: String? = nil
    ) -> Failure {
        let names = plans.map(\.rawValue).joined(separator: " or ")
        return Failure(
            .planRequired,
            "\(thing) the plan \(names); this account is on \(account.plan.rawValue). Ask the "
                + "operator: `segue account plan \(account.id) --plan \(plans[0].rawValue)`.",
            field: field)
    }

    /// A refusal of the store's for want of credits, with what would help added to it.
    public func advised(_ failure: Failure, for account: Int64) async -> Failure {
        guard failure.code == .creditsExhausted,
            let account = try? await accounts.account(account)
        else { return failure }
        var advised = failure
        let allowance = allowance(of: account)
        var message = "This costs credits, and the account has \(account.credits) left."
        if let next = allowance.nextAt {
            message +=
                " The plan \(account.plan.rawValue) gives it \(allowance.credits) more on "
                + "\(next.rfc3339)."
        }
        message +=
            " Ask the operator for more: `segue account grant \(account.id) --credits N`."
        advised.message = message
        return advised
    }
}
