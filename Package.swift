// swift-tools-version: 6.2
import PackageDescription

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
]

let package = Package(
    name: "helpline",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "helpline", targets: ["helpline"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(
            url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Pure: decide in values.
        .target(name: "Vocabulary"),
        .target(name: "JSONText", dependencies: ["Vocabulary"]),
        .target(name: "BusinessTime", dependencies: ["Vocabulary"]),
        .target(name: "CleanText", dependencies: ["Vocabulary"]),
        .target(name: "ChatWire", dependencies: ["Vocabulary", "CleanText", "JSONText"]),
        .target(name: "CLinear"),
        .systemLibrary(name: "CStemmer", providers: [.apt(["libstemmer-dev"])]),
        .target(name: "IntentMatching", dependencies: ["Vocabulary", "CLinear", "CStemmer"]),
        .target(name: "Knowledge", dependencies: ["Vocabulary", "BusinessTime"]),
        .target(name: "Dialogue", dependencies: ["Vocabulary", "BusinessTime", "Knowledge"]),
        .target(name: "AgentDesk", dependencies: ["Vocabulary", "BusinessTime"]),
        .target(
            name: "Transcribing",
            dependencies: ["Vocabulary", "BusinessTime", "CleanText", "JSONText"]),
        .target(name: "FrontOffice", dependencies: ["Vocabulary", "Dialogue", "AgentDesk"]),
        .target(name: "Webhooks", dependencies: ["Vocabulary", "JSONText", crypto]),
        // Seam.
        .target(name: "Ports", dependencies: ["Vocabulary", "Webhooks"]),
        // Shell: carry out, decide nothing.
        .target(
            name: "Engine",
            dependencies: [
                "Vocabulary", "Dialogue", "FrontOffice", "IntentMatching", "Ports", "Webhooks",
                "Transcribing", "JSONText", logging, crypto,
            ]),
        .target(
            name: "ShopFiles",
            dependencies: [
                "Vocabulary", "BusinessTime", "Knowledge", "Dialogue", "AgentDesk",
                "IntentMatching", "JSONText", "Webhooks", "Yams", logging,
            ]),
        .target(
            name: "SQLiteTranscripts",
            dependencies: [
                "Vocabulary", "Ports", "Webhooks", "Transcribing", logging, crypto,
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .target(
            name: "Accounts",
            dependencies: [
                "Vocabulary", logging, crypto,
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .target(
            name: "ChatSessions",
            dependencies: [
                "Vocabulary", "ChatWire", "CleanText", "IntentMatching", "Dialogue", "FrontOffice",
                "Engine", logging, .product(name: "NIOTLS", package: "swift-nio"),
            ] + nio),
        .target(
            name: "ChatListeners",
            dependencies: [
                "Vocabulary", "ChatSessions", .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ] + nio),
        .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(
            name: "CurlHTTP",
            dependencies: ["Vocabulary", "Webhooks", "Ports", "CCurl", "CEpoll"]),
        .target(
            name: "TranscriptFiles",
            dependencies: ["Vocabulary", "Ports", "Transcribing", "BusinessTime", logging]),
        .target(name: "CPages"),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .target(
            name: "WebBridge",
            dependencies: [
                "Vocabulary", "ChatSessions", "JSONText", "CPages", "CZlib", logging, crypto,
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ] + nio,
            exclude: ["Pages"]),
        .executableTarget(
            name: "helpline",
            dependencies: [
                "Accounts", "Wiring", "ChatWire", "JSONText", "BusinessTime", "ShopFiles",
                "Vocabulary", "Webhooks", "Engine", "SQLiteTranscripts", "Ports", arguments,
                logging, .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .target(
            name: "Wiring",
            dependencies: [
                "Accounts", "AgentDesk",
                "Vocabulary", "BusinessTime", "Dialogue", "Engine", "FrontOffice", "IntentMatching",
                "JSONText", "Knowledge", "Ports", "ShopFiles", "ChatWire", "ChatSessions",
                "ChatListeners", "SQLiteTranscripts", "Webhooks", "CurlHTTP",
                "Transcribing", "TranscriptFiles", "WebBridge", logging, crypto,
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .target(
            name: "TestKit",
            dependencies: [
                "Vocabulary", "Ports", "Transcribing", "JSONText", "BusinessTime", "CleanText",
                "ChatWire", "Knowledge", "Dialogue", "FrontOffice", "Engine", logging,
            ],
            path: "Tests/TestKit"),
        .target(
            name: "SessionKit",
            dependencies: [
                "Vocabulary", "ChatWire", "ChatSessions", "ChatListeners", "WebBridge", "Engine",
                "FrontOffice", "IntentMatching", "Dialogue", logging,
            ] + nio,
            path: "Tests/SessionKit"),
        .systemLibrary(name: "CEpoll"),
        .executableTarget(
            name: "helpline-bench",
            dependencies: [
                "AgentDesk", "BusinessTime", "ChatWire", "JSONText", "Vocabulary", "CEpoll",
                "CurlHTTP", "Engine", "Knowledge", "Ports",
                "SQLiteTranscripts", "Webhooks", "Wiring", arguments, logging,
            ] + nio),
        .testTarget(name: "HouseTests"),
        .testTarget(
            name: "WiringTests",
            dependencies: [
                "Wiring", "BusinessTime", "CurlHTTP", "Dialogue", "Engine", "Knowledge", "Ports",
                "ShopFiles", "TestKit", "Webhooks", logging,
            ]),
        .testTarget(name: "VocabularyTests", dependencies: ["Vocabulary"]),
        .testTarget(name: "SimulationTests", dependencies: ["TestKit", "Dialogue", "Vocabulary"]),
        .testTarget(
            name: "EngineTests",
            dependencies: [
                "Engine", "FrontOffice", "Dialogue", "Ports", "Webhooks", "SQLiteTranscripts",
                "TestKit", logging,
            ]),
        .testTarget(
            name: "FrontOfficeTests",
            dependencies: ["AgentDesk", "FrontOffice", "Dialogue", "TestKit"]),
        .testTarget(name: "AccountsTests", dependencies: ["Accounts", "Vocabulary", logging]),
        .testTarget(name: "BusinessTimeTests", dependencies: ["BusinessTime"]),
        .testTarget(name: "JSONTextTests", dependencies: ["JSONText", "TestKit"]),
        .testTarget(name: "CleanTextTests", dependencies: ["CleanText", "JSONText", "TestKit"]),
        .testTarget(
            name: "ChatWireTests", dependencies: ["ChatWire", "CleanText", "JSONText", "TestKit"]),
        .testTarget(name: "WebhooksTests", dependencies: ["Webhooks", "JSONText", "TestKit"]),
        .testTarget(name: "KnowledgeTests", dependencies: ["Knowledge", "BusinessTime"]),
        .testTarget(
            name: "DialogueTests", dependencies: ["Dialogue", "Knowledge", "BusinessTime"]),
        .testTarget(name: "AgentDeskTests", dependencies: ["AgentDesk", "BusinessTime"]),
        .testTarget(name: "IntentMatchingTests", dependencies: ["IntentMatching"]),
        .testTarget(name: "TranscribingTests", dependencies: ["Transcribing", "TestKit"]),
        .testTarget(
            name: "ShopFilesTests",
            dependencies: [
                "ShopFiles", "AgentDesk", "BusinessTime", "Dialogue", "IntentMatching", "JSONText",
                "Knowledge", "Webhooks",
            ]),
        .testTarget(
            name: "SQLiteTranscriptsTests",
            dependencies: ["SQLiteTranscripts", "Webhooks", "TestKit"]),
        .testTarget(
            name: "CurlHTTPTests",
            dependencies: ["CurlHTTP", "Webhooks", "Ports", "Vocabulary", "TestKit"]),
        .testTarget(name: "TranscriptFilesTests", dependencies: ["TranscriptFiles", "TestKit"]),
        .testTarget(
            name: "ConformanceTests", dependencies: ["SQLiteTranscripts", "Webhooks", "TestKit"]),
        .testTarget(
            name: "ChatSessionsTests", dependencies: ["ChatSessions", "ChatWire", logging] + nio),
        .testTarget(
            name: "DeskLoadTests",
            dependencies: [
                "ChatListeners", "ChatSessions", "Dialogue", "Engine", "FrontOffice",
                "IntentMatching", "JSONText", "Ports", "SQLiteTranscripts", "TestKit", logging,
            ] + nio),
        .testTarget(
            name: "ChatListenersTests",
            dependencies: [
                "SessionKit", "TestKit", "ChatListeners", "ChatSessions", "ChatWire", "Engine",
                "FrontOffice",
                "IntentMatching", "JSONText",
                "Dialogue", "CleanText", logging,
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ] + nio),
        .testTarget(
            name: "WebBridgeTests",
            dependencies: [
                "SessionKit", "TestKit", "WebBridge", "ChatSessions", "ChatWire", "Engine",
                "IntentMatching", "JSONText", logging,
            ] + nio,
            exclude: ["Peers"]),
        .testTarget(name: "EndToEndTests", dependencies: ["helpline", "Vocabulary"]),
    ],
    swiftLanguageModes: [.v6]
)
