import Foundation

/// Where a command's words go.
enum Terminal {
    /// Whether a person reads standard error.
    static let isPerson = isatty(STDERR_FILENO) == 1
    static let readsFromPerson = isatty(STDIN_FILENO) == 1

    static func complain(_ message: String) {
        FileHandle.standardError.write(Data((message + "\n").utf8))
    }

    static func write(_ bytes: [UInt8]) {
        FileHandle.standardOutput.write(Data(bytes))
    }

    /// Shows how far long work is, in place; only to people.
    static func progress(_ what: String, _ share: Double) {
        guard isPerson else { return }
        let percent = Int((share * 100).rounded(.down))
        let end = share >= 1 ? "\r\u{1B}[K" : ""
        FileHandle.standardError.write(Data("\r\(what) \(percent) %\(end)".utf8))
    }
}
