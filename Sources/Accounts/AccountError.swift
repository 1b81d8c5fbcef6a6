import GRDB
import Vocabulary

/// Why an account could not be read or changed, for whoever typed the command.
public enum AccountError: Error, Equatable, CustomStringConvertible {
    case exists(AgentID)
    case unknown(AgentID)
    case passwordTooShort(bytesMin: Int)
    case passwordTooLong(bytesMax: Int)
    case capacity(Int)
    case level(String, Int)
    case tokenRole(AgentRole, atMost: AgentRole)
    case tokenDays(Int)
    /// Shops that the account does not reach; none where no shop was named at all.
    case tokenShops([ShopID])
    case noSuchToken(String)
    /// The file could not be opened, read or written.
    case file(String)

    public var description: String {
        switch self {
        case .exists(let id):
            "there is an account '\(id)' already; 'helpline agents change \(id)' changes it"
        case .unknown(let id):
            "there is no account '\(id)'; 'helpline agents list' shows all"
        case .passwordTooShort(let bytesMin): "a password needs \(bytesMin) bytes or more"
        case .passwordTooLong(let bytesMax): "a password may have \(bytesMax) bytes"
        case .capacity(let capacity):
            "a capacity of \(capacity) is not possible; allowed are 1 to 100 chats at once"
        case .level(let skill, let level):
            "'\(skill):\(level)': a level is a number from 1 (can help out) to 5 (expert)"
        case .tokenRole(let role, let most):
            "a token may do at most what its account may: '\(role.rawValue)' is above "
                + "'\(most.rawValue)'"
        case .tokenShops(let beyond):
            beyond.isEmpty
                ? "a token for no shop opens nothing; name one or more shops"
                : "a token reaches at most the shops of its account, which has not "
                    + beyond.map(\.name).joined(separator: ", ")
        case .tokenDays(let days):
            "a token cannot last \(days) days; allowed are 1 to 366"
        case .noSuchToken(let label): "the account has no token '\(label)'"
        case .file(let details): details
        }
    }

    /// What the database said, in one sentence.
    init(_ error: any Error, _ doing: String) {
        if let error = error as? AccountError {
            self = error
        } else if let error = error as? DatabaseError {
            self = .file("\(doing): \(error.message ?? "\(error.resultCode)")")
        } else {
            self = .file("\(doing): \(error)")
        }
    }
}
