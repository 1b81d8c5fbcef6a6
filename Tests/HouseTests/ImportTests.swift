import Testing

/// The import list is the permission list: a target that must not touch the world does not link it.
///
/// This table is the binding one; `Sources/Wiring/Wiring.docc/House.md` explains it.
private let allowedImports: [String: Set<String>] = [
    // Pure: decide in values.
    "Vocabulary": [],
    "JSONText": ["Vocabulary"],
    "BusinessTime": ["Vocabulary", "Foundation"],
    "CleanText": ["Vocabulary", "Foundation"],
    "ChatWire": ["Vocabulary", "CleanText", "JSONText"],
    "IntentMatching": ["Vocabulary", "CLinear", "CStemmer"],
    "Knowledge": ["Vocabulary", "BusinessTime"],
    "Dialogue": ["Vocabulary", "BusinessTime", "Knowledge"],
    "AgentDesk": ["Vocabulary", "BusinessTime"],
    "Transcribing": ["Vocabulary", "BusinessTime", "CleanText", "JSONText"],
    "FrontOffice": ["Vocabulary", "Dialogue", "AgentDesk"],
    "Webhooks": ["Vocabulary", "JSONText", "Crypto"],
    // Seam.
    "Ports": ["Vocabulary", "Webhooks"],
    // Shell: carry out, decide nothing.
    "Engine": [
        "Vocabulary", "Dialogue", "FrontOffice", "IntentMatching", "Ports", "Webhooks",
        "Transcribing", "JSONText", "Foundation", "Dispatch", "Synchronization", "Logging",
        "Crypto",
    ],
    "ShopFiles": [
        "Vocabulary", "BusinessTime", "Knowledge", "Dialogue", "AgentDesk", "IntentMatching",
        "JSONText", "Webhooks", "Foundation", "Yams", "Logging",
    ],
    "ChatSessions": [
        "Vocabulary", "ChatWire", "CleanText", "IntentMatching", "Dialogue", "FrontOffice",
        "Engine", "Foundation", "Dispatch", "Synchronization", "Logging", "NIOCore", "NIOPosix",
        "NIOTLS",
    ],
    "ChatListeners": [
        "Vocabulary", "ChatSessions", "Foundation", "Synchronization", "Logging", "NIOCore",
        "NIOPosix", "NIOSSL",
    ],
    "WebBridge": [
        "Vocabulary", "ChatSessions", "JSONText", "Foundation", "Logging", "NIOCore", "NIOPosix",
        "NIOHTTP1", "Synchronization", "CPages", "CZlib", "Crypto",
    ],
    "SQLiteTranscripts": [
        "Vocabulary", "Ports", "Webhooks", "Transcribing", "Foundation", "Dispatch",
        "Synchronization", "Logging", "GRDB", "GRDBSQLite", "Crypto",
    ],
    "CurlHTTP": [
        "Vocabulary", "Webhooks", "Ports", "CCurl", "CEpoll", "Foundation", "Dispatch",
        "Synchronization",
    ],
    // Passwords are hashed by the library that webhooks and tokens need anyhow; accounts are a file
    // of their own, since the record has one writer.
    "Accounts": [
        "Vocabulary", "Foundation", "Dispatch", "Synchronization", "Logging", "GRDB", "Crypto",
        "CryptoExtras",
    ],
    "TranscriptFiles": [
        "Vocabulary", "Ports", "Transcribing", "BusinessTime", "Foundation", "Dispatch",
        "Synchronization", "Logging",
    ],
]

/// Where everything may be imported: what puts the rest together.
private let unrestricted: Set<String> = ["Wiring", "helpline", "helpline-bench"]

private let pureTargets: Set<String> = [
    "Vocabulary", "JSONText", "BusinessTime", "CleanText", "ChatWire", "IntentMatching",
    "Knowledge", "Dialogue", "AgentDesk", "Transcribing", "FrontOffice", "Webhooks", "Ports",
]

@Suite("The house: imports")
struct ImportTests {
    @Test("every target imports only what the table allows", arguments: House.sources)
    func importsAreAllowed(file: House.SourceFile) {
        guard !unrestricted.contains(file.target) else { return }
        let allowed = allowedImports[file.target]
        #expect(allowed != nil, "target \(file.target) is not in the table of the house")
        for (index, line) in file.code.enumerated() {
            guard let module = imported(by: line) else { continue }
            let isAllowed = allowed?.contains(module) == true || isCLibrary(module)
            #expect(isAllowed, "\(file.path):\(index + 1): \(file.target) may not import \(module)")
        }
    }

    @Test("pure targets neither wait nor lock nor print", arguments: House.sources)
    func pureTargetsDecideInValues(file: House.SourceFile) {
        guard pureTargets.contains(file.target) else { return }
        let banned = #/\b(async|await|Task|actor|NSLock|Mutex|DispatchQueue|print)\b/#
        for (index, line) in file.code.enumerated() {
            let found = line.firstMatch(of: banned)
            #expect(found == nil, "\(file.path):\(index + 1): \(line)")
        }
    }

    /// The C library, for the one file that asks it for something.
    private func isCLibrary(_ module: String) -> Bool { module == "Glibc" || module == "Darwin" }

    private func imported(by line: String) -> String? {
        let importLine =
            #/
            ^\s*(?:@\w+\s+|public\s+|internal\s+)*import\s+(?:\w+\s+)?(\w+)
            /#
        guard let match = line.firstMatch(of: importLine)
        else { return nil }
        return String(match.1)
    }
}
