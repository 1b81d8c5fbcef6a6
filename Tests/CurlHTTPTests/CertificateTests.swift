import Foundation
import Testing
import Webhooks

/// Goal: nobody but the endpoint itself is told anything.
/// Method: `openssl s_server` with certificates that are good, expired, for another name, or signed by
/// nobody, and one that speaks TLS 1.0 only.
@Suite(.serialized, .enabled(if: OpenSSL.isHere, "there is no openssl here"))
struct CertificateTests {
    @Test func aGoodCertificateOfATrustedSignerIsTaken() throws {
        let server = try OpenSSL(days: 2, name: "localhost")
        let outcome = try Sending().outcome(
            "https://localhost:\(server.port)/x", certificates: server.certificate)
        // It speaks no HTTP to a POST; that the request was sent is enough.
        #expect(outcome.failureKind != .badCertificate, "\(outcome)")
        #expect(outcome.failureKind != .refusedAddress, "\(outcome)")
    }

    @Test func badCertificatesAreRefused() throws {
        let unknown = try OpenSSL(days: 2, name: "localhost")
        let refused = try Sending().outcome("https://localhost:\(unknown.port)/")
        #expect(refused.failureKind == .badCertificate, "\(refused)")
        let other = try OpenSSL(days: 2, name: "other.example")
        let wrongName = try Sending().outcome(
            "https://localhost:\(other.port)/", certificates: other.certificate)
        #expect(wrongName.failureKind == .badCertificate, "\(wrongName)")
        let old = try OpenSSL(days: -1, name: "localhost")
        let expired = try Sending().outcome(
            "https://localhost:\(old.port)/", certificates: old.certificate)
        #expect(expired.failureKind == .badCertificate, "\(expired)")
    }

    @Test func oldTLSIsRefused() throws {
        let server = try OpenSSL(
            days: 2, name: "localhost", options: ["-tls1", "-cipher", "DEFAULT:@SECLEVEL=0"])
        let outcome = try Sending().outcome(
            "https://localhost:\(server.port)/", certificates: server.certificate)
        #expect(outcome.failureKind == .badCertificate, "\(outcome)")
    }
}

/// A TLS server with a certificate of its own; ends with the test.
final class OpenSSL {
    static let isHere = FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")

    let port: Int
    /// Its file, in PEM; it is its own signer.
    let certificate: String
    private let folder: String
    private let server: Process

    /// - Parameter days: From now; -1 for one that ended yesterday.
    init(days: Int, name: String, options: [String] = []) throws {
        folder = NSTemporaryDirectory() + "openssl-\(UUID().uuidString)"
        certificate = folder + "/certificate.pem"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let (key, request, extensions) = (
            folder + "/key.pem", folder + "/request.pem", folder + "/extensions"
        )
        try Self.run([
            "req", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", request, "-subj",
            "/CN=\(name)",
        ])
        try Data("subjectAltName=DNS:\(name)\n".utf8).write(to: URL(fileURLWithPath: extensions))
        try Self.run([
            "x509", "-req", "-in", request, "-signkey", key, "-days", "\(days)", "-extfile",
            extensions, "-out", certificate,
        ])
        // A port that was free a moment ago.
        let probe = try HostileReceiver { _ in }
        port = probe.port
        probe.stop()
        server = Process()
        server.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        server.arguments =
            [
                "s_server", "-accept", "127.0.0.1:\(port)", "-cert", certificate, "-key",
                folder + "/key.pem", "-www",
            ] + options
        let output = Pipe()
        server.standardOutput = output
        server.standardError = FileHandle.nullDevice
        server.standardInput = FileHandle.nullDevice
        try server.run()
        // It says ACCEPT once it listens.
        var said = Data()
        while !String(decoding: said, as: UTF8.self).contains("ACCEPT") {
            let part = output.fileHandleForReading.availableData
            guard !part.isEmpty else { break }
            said += part
        }
    }

    deinit {
        kill(server.processIdentifier, SIGKILL)
        server.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)
    }

    private static func run(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }
}
