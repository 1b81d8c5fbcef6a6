import ChatSessions
import NIOSSL
import Synchronization

/// A certificate could not be used. What was in use before still is.
public struct CertificateError: Error, CustomStringConvertible {
    public let description: String
}

/// The certificate in force on a TLS port; another one takes its place without closing a connection.
final class Certificates: Sendable {
    private let files: CertificateFiles
    private let context: Mutex<NIOSSLContext>

    init(files: CertificateFiles) throws(CertificateError) {
        self.files = files
        context = Mutex(try Self.read(files))
    }

    /// For the next handshake.
    var current: NIOSSLContext { context.withLock { $0 } }

    /// Reads the files again.
    func reload() throws(CertificateError) {
        let new = try Self.read(files)
        context.withLock { $0 = new }
    }

    private static func read(_ files: CertificateFiles) throws(CertificateError) -> NIOSSLContext {
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(files.certificatePath)
            let key = try NIOSSLPrivateKey(file: files.keyPath, format: .pem)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
            configuration.minimumTLSVersion = .tlsv12
            // TLS 1.2 with forward secrecy and authenticated encryption only.
            configuration.cipherSuites =
                "ECDHE+AESGCM:ECDHE+CHACHA20"
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw CertificateError(
                description: "\(files.certificatePath), \(files.keyPath): cannot be used for TLS "
                    + "(\(error)); both have to be PEM files and belong together")
        }
    }
}
