import Foundation
import NIOCore

/// An address that cannot be listened on.
public struct ListenError: Error, CustomStringConvertible {
    /// As it was asked for.
    public let address: String
    public let reason: String

    package init(address: String, reason: any Error) {
        self.address = address
        self.reason =
            (reason as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(reason)"
    }

    public var description: String {
        "cannot listen on \(address): \(reason); name a free address, or stop what uses this one"
    }
}
