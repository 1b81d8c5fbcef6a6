import Foundation
import SessionKit
import Testing

@testable import ChatListeners
@testable import ChatSessions

/// The TLS port, talked to by OpenSSL's own client.
@Suite(.serialized, .enabled(if: OpenSSL.isHere, "openssl is not installed"))
struct TLSPortTests {
    @Test func aSessionOverTLS() async throws {
        let files = try OpenSSL.certificate(for: "helpline.example")
        try await TestServer.run(TestServer.configuration(certificate: files)) { server in
            let output = try OpenSSL.client(port: server.port, input: "where is it\n/bye\n")
            #expect(output.contains("bot: Hello, I am the bot of juniper."))
            #expect(output.contains("bot: you said: where is it"))
        }
    }

    @Test func oldVersionsAreRefused() async throws {
        let files = try OpenSSL.certificate(for: "helpline.example")
        try await TestServer.run(TestServer.configuration(certificate: files)) { server in
            let output = try OpenSSL.client(
                port: server.port, input: "hi\n/bye\n",
                options: ["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"])
            #expect(!output.contains("bot:"))
            await eventually { server.metrics.handshakeFailures.load(ordering: .relaxed) > 0 }
        }
    }

    @Test func certificatesAreReadAgain() async throws {
        let files = try OpenSSL.certificate(for: "old.example")
        try await TestServer.run(TestServer.configuration(certificate: files)) { server in
            try OpenSSL.makeCertificate(for: "new.example", files: files)
            #expect(try OpenSSL.name(at: server.port).contains("old.example"))
            try server.listener.reloadCertificates()
            #expect(try OpenSSL.name(at: server.port).contains("new.example"))
            try Data("nonsense".utf8).write(to: URL(filePath: files.certificatePath))
            #expect(throws: CertificateError.self) { try server.listener.reloadCertificates() }
            #expect(try OpenSSL.name(at: server.port).contains("new.example"))
        }
    }

    @Test func aHandshakeMayNotTakeForEver() async throws {
        let files = try OpenSSL.certificate(for: "helpline.example")
        try await TestServer.run(TestServer.configuration(certificate: files)) { server in
            let client = try server.client()
            client.send([0x16, 0x03])
            await eventually { server.metrics.openCount > 0 }
            server.clock.move(by: .seconds(11))
            await server.loops.sweepNow()
            #expect(client.rest().isEmpty && client.hasEnded)
            #expect(server.metrics.count(of: .handshakeLate) == 1)
        }
    }
}

/// The command-line program.
enum OpenSSL {
    static var isHere: Bool {
        ["/usr/bin", "/usr/local/bin", "/bin"].contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/openssl")
        }
    }

    /// A certificate of its own in a temporary folder.
    static func certificate(for name: String) throws -> CertificateFiles {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let files = CertificateFiles(
            certificatePath: folder.appending(path: "certificate.pem").path,
            keyPath: folder.appending(path: "key.pem").path)
        try makeCertificate(for: name, files: files)
        return files
    }

    static func makeCertificate(for name: String, files: CertificateFiles) throws {
        _ = try run([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-days", "2", "-subj", "/CN=\(name)", "-keyout", files.keyPath, "-out",
            files.certificatePath,
        ])
    }

    /// Sends `input` and reads until the server closes.
    static func client(port: Int, input: String, options: [String] = []) throws -> String {
        try run(["s_client", "-quiet", "-connect", "127.0.0.1:\(port)"] + options, input: input)
    }

    /// The name in the certificate that a port shows.
    static func name(at port: Int) throws -> String {
        try run(["s_client", "-connect", "127.0.0.1:\(port)"], input: "")
            .split(separator: "\n").first { $0.hasPrefix("subject=") }.map(String.init) ?? ""
    }

    private static func run(_ arguments: [String], input: String = "") throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        let (inputPipe, outputPipe) = (Pipe(), Pipe())
        process.standardInput = inputPipe
        process.standardOutput = outputPipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        try inputPipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try inputPipe.fileHandleForWriting.close()
        let output = try outputPipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self)
    }
}
