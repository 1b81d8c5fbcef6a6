// swift-tools-version: 6.2
import PackageDescription

// Counts what the costly steps of one turn take: instructions and allocations, which do not depend on
// who else uses the machine. A package of its own, since it counts calls of `malloc`; the sources are
// the server's, by a symbolic link.
//
//     make bench-counts
let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        .part("Vocabulary"),
        .part("JSONText", "Vocabulary"),
        .part("BusinessTime", "Vocabulary"),
        .part("CleanText", "Vocabulary"),
        .part("ChatWire", "Vocabulary", "CleanText", "JSONText"),
        .target(name: "CLinear", path: "Sources/CLinear"),
        .systemLibrary(name: "CStemmer", path: "Sources/CStemmer"),
        .part("IntentMatching", "Vocabulary", "CLinear", "CStemmer"),
        .part("Knowledge", "Vocabulary", "BusinessTime"),
        .part("Dialogue", "Vocabulary", "BusinessTime", "Knowledge"),
        .part("Transcribing", "Vocabulary", "BusinessTime", "CleanText", "JSONText"),
        .part("AgentDesk", "Vocabulary", "BusinessTime"),
        .part("FrontOffice", "Vocabulary", "Dialogue", "AgentDesk"),
        .part(
            "Webhooks", "Vocabulary", "JSONText",
            .product(name: "Crypto", package: "swift-crypto")),
        .part("Ports", "Vocabulary", "Webhooks"),
        .part(
            "Engine", "Vocabulary", "Dialogue", "FrontOffice", "IntentMatching", "Ports",
            "Webhooks", "Transcribing", "JSONText",
            .product(name: "Logging", package: "swift-log"),
            .product(name: "Crypto", package: "swift-crypto")),
        .part(
            "ShopFiles", "Vocabulary", "BusinessTime", "Knowledge", "Dialogue", "AgentDesk",
            "IntentMatching", "JSONText", "Webhooks", "Yams",
            .product(name: "Logging", package: "swift-log")),
        .part(
            "SQLiteTranscripts", "Vocabulary", "Ports", "Transcribing", "Webhooks",
            .product(name: "Logging", package: "swift-log"),
            .product(name: "Crypto", package: "swift-crypto"),
            .product(name: "GRDB", package: "GRDB.swift")),
        .target(name: "CCounting", path: "CCounting"),
        .executableTarget(
            name: "helpline-counts",
            dependencies: [
                "CCounting", "ChatWire", "Dialogue", "Engine", "FrontOffice", "IntentMatching",
                "Ports", "ShopFiles", "SQLiteTranscripts", "Transcribing", "Vocabulary",
            ],
            path: "Counts"),
    ],
    swiftLanguageModes: [.v6]
)

extension Target {
    /// A target of the server.
    static func part(_ name: String, _ dependencies: Target.Dependency...) -> Target {
        .target(name: name, dependencies: dependencies, path: "Sources/\(name)")
    }
}
