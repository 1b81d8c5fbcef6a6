import ArgumentParser
import Foundation
import Vocabulary
import Webhooks
import Wiring

extension DeliveriesCommand {
    struct VerifyCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Verifies a request that a receiver has kept.",
            discussion: """
                FILE holds the request as it came: header lines, an empty line, the body; as `receive --save` \
                writes them. A file with the body alone goes with --id, --timestamp and --signature. The age \
                is left aside unless --now is given.

                Examples:
                  helpline deliveries verify --secret whsec_… request.txt
                  helpline deliveries verify --secret env:JUNIPER_SECRET --id evt_… --timestamp 1773136800 \\
                    --signature v1,… body.json
                """)
        @Option(help: "whsec_… or whsk_…, or env:NAME of a variable; may repeat.")
        var secret: [String] = []
        @Option(help: "The value of webhook-id.") var id: String?
        @Option(help: "The value of webhook-timestamp.") var timestamp: String?
        @Option(help: "The value of webhook-signature.") var signature: String?
        @Flag(help: "Refuse what was signed more than 5 minutes ago.") var now = false
        @Argument(help: "The request, or its body.") var file: String

        func run() throws {
            let secrets = try DeliveriesCommand.secrets(secret)
            guard !secrets.isEmpty else { throw WrongUse("verifying needs --secret") }
            guard let content = FileManager.default.contents(atPath: file) else {
                throw WrongUse("'\(file)' cannot be read")
            }
            var request = KeptRequest(Array(content))
            if id != nil || timestamp != nil || signature != nil {
                request = KeptRequest(headers: [:], body: Array(content))
                request.headers["webhook-id"] = id
                request.headers["webhook-timestamp"] = timestamp
                request.headers["webhook-signature"] = signature
            }
            let refusal = WebhookSignature.refusal(
                header: { request.headers[$0] }, body: request.body, secrets: secrets,
                at: now ? SystemClock().wall() : nil)
            if let refusal {
                print("not valid: \(refusal)")
                throw Found.something
            }
            print("valid: signed by one of the secrets, \(request.body.count) bytes of body")
        }
    }

    struct ReceiveCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "receive",
            abstract:
                "A receiver for a laptop: shows, verifies and keeps what comes; fails on demand.",
            discussion: """
                Let the server reach it with --webhook-allow 127.0.0.1:9000 and point the endpoint's url at \
                http://127.0.0.1:9000/.

                Examples:
                  helpline deliveries receive --port 9000 --secret whsec_… --save requests
                  helpline deliveries receive --port 9000 --answer 429 --retry-after 30
                  helpline deliveries receive --port 9000 --hang
                """)
        @Option(help: "The port on 127.0.0.1; 0 takes a free one.") var port = 9000
        @Option(help: "whsec_… or whsk_…, or env:NAME of a variable; may repeat.")
        var secret: [String] = []
        @Option(help: "The status to answer with.") var answer = 204
        @Option(help: "The value of a Retry-After header.") var retryAfter: String?
        @Option(help: "A folder to keep requests in, a file each.") var save: String?
        @Flag(help: "Take requests and never answer.") var hang = false
        @Flag(help: "Show nothing of each request.") var quiet = false

        func run() async throws {
            guard (100...599).contains(answer) else { throw WrongUse("--answer takes 100 to 599") }
            guard (0...65_535).contains(port) else { throw WrongUse("--port takes 0 to 65535") }
            let secrets = try DeliveriesCommand.secrets(secret)
            let (folder, quiet) = (save, quiet)
            if let folder {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true)
            }
            let receiver = try await WebhookReceiver.start(
                port: port, status: answer, retryAfter: retryAfter, hangs: hang
            ) { request in
                if let folder { Self.keep(request, in: folder) }
                guard !quiet else { return }
                let refusal = WebhookSignature.refusal(
                    header: { request.headers[$0] }, body: request.body, secrets: secrets,
                    at: SystemClock().wall())
                let verdict =
                    secrets.isEmpty
                    ? "not verified (no --secret)" : refusal.map { "NOT VALID: \($0)" } ?? "valid"
                let id = request.headers["webhook-id"] ?? "(no webhook-id)"
                // Straight to the descriptor: whoever reads a pipe sees it at once.
                Terminal.write(Array("\(id)  \(verdict)\n".utf8) + request.body + [0x0A])
            }
            Terminal.write(Array("listening on http://127.0.0.1:\(receiver.port)/\n".utf8))
            try await receiver.run()
        }

        private static func keep(_ request: KeptRequest, in folder: String) {
            let name = (request.headers["webhook-id"] ?? "request").filter {
                $0.isLetter || $0.isNumber || $0 == "_"
            }
            _ = FileManager.default.createFile(
                atPath: "\(folder)/\(name)-\(UUID().uuidString.prefix(8)).txt",
                contents: Data(request.bytes))
        }
    }

    static func secrets(_ texts: [String]) throws -> [SigningSecret] {
        try texts.map { text in
            var value = text
            if text.hasPrefix("env:") {
                let name = String(text.dropFirst(4))
                guard let found = ProcessInfo.processInfo.environment[name] else {
                    throw WrongUse("the variable '\(name)' is not set")
                }
                value = found
            }
            do throws(SecretError) {
                return try SigningSecret(value)
            } catch { throw WrongUse("the secret cannot be used: \(error)") }
        }
    }
}
