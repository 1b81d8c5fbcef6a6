// swift-tools-version: 6.2
import PackageDescription

// Coverage-guided fuzzing of everything that reads a peer's bytes. A package of its own, since every
// target in it is built with instrumentation; the sources are the server's, by symbolic links.
//
//     swift run -c release wire-fuzz -max_total_time=600 -max_len=8192
let instrumented: [SwiftSetting] = [
    .unsafeFlags(["-sanitize=fuzzer", "-parse-as-library", "-enforce-exclusivity=checked"])
]

let package = Package(
    name: "Fuzzing",
    targets: [
        .target(name: "Vocabulary", swiftSettings: instrumented),
        .target(name: "JSONText", dependencies: ["Vocabulary"], swiftSettings: instrumented),
        .target(name: "CleanText", dependencies: ["Vocabulary"], swiftSettings: instrumented),
        .target(
            name: "ChatWire", dependencies: ["Vocabulary", "CleanText", "JSONText"],
            swiftSettings: instrumented),
        .executableTarget(
            name: "wire-fuzz",
            dependencies: ["Vocabulary", "CleanText", "JSONText", "ChatWire"],
            path: "Sources/WireFuzz",
            swiftSettings: instrumented,
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]),
    ],
    swiftLanguageModes: [.v6]
)
