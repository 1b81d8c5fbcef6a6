import Foundation
import Testing
import Vocabulary
import Webhooks

@testable import ShopFiles

@Suite struct EndpointReaderTests {
    private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    private static let environment = [
        "GOOD": secret, "SHORT": "whsec_AAAA", "PLAIN": "hunter2-hunter2-hunter2",
        "HOOK": "https://hooks.example/T0/B0", "TOKEN": "t0k",
    ]

    private func read(_ yaml: String) throws -> (endpoints: [WebhookEndpoint], messages: [String]) {
        let log = ProblemLog()
        let folder = NSTemporaryDirectory() + "endpoints-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data(yaml.utf8).write(to: URL(fileURLWithPath: folder + "/shop.yml"))
        let file = try #require(FileSource(path: folder, log: log).yaml("shop.yml"))
        guard case .list(let nodes) = file.root.content else { return ([], []) }
        let reader = EndpointReader(
            shop: try #require(ShopID("juniper")), log: log, environment: Self.environment)
        return (reader.read(nodes, in: file), log.problems.map(\.description))
    }

    @Test func aWholeEndpointIsRead() throws {
        let (endpoints, messages) = try read(
            """
            - name: crm
              url: "https://shop.example/hooks?x=1"
              events: [conversation.closed, return.requested]
              secret_env: [GOOD, GOOD]
              format: cloudevents
              headers: {X-Token: "env:TOKEN", X-Plain: here}
              timeout_seconds: 9
            - {name: chat, url_env: HOOK, events: all, format: slack}
            """)
        #expect(messages == [])
        #expect(endpoints.map(\.key.name) == ["crm", "chat"])
        #expect(endpoints[0].types == [.conversationClosed, .returnRequested])
        #expect(endpoints[0].secrets.count == 2 && endpoints[0].format == .cloudevents)
        #expect(endpoints[0].headers.map(\.value) == ["t0k", "here"])
        #expect(endpoints[0].timeLimit == .seconds(9) && endpoints[0].isEnabled)
        #expect(endpoints[1].url == "https://hooks.example/T0/B0")
        #expect(endpoints[1].types.count == WebhookEventType.allCases.count)
    }

    @Test(arguments: [
        (
            "{name: a, url: \"https://x.example\", events: all}",
            "needs 'secret_env' or 'secret_file'"
        ),
        ("{name: a, url: \"https://x.example\", events: all, secret_env: GONE}", "'GONE'"),
        ("{name: a, url: \"https://x.example\", events: all, secret_env: SHORT}", "holds 3 bytes"),
        ("{name: a, url: \"https://x.example\", events: all, secret_env: PLAIN}", "whsec_"),
        (
            "{name: a, url: \"https://x.example\", events: all, secret: hunter2-hunter2}",
            "does not belong"
        ),
        (
            "{name: a, url: \"https://x.example\", events: all, secret_file: /nowhere}",
            "missing or empty"
        ),
        (
            "{name: a, url: \"https://x.example\", events: [conversation.close], secret_env: GOOD}",
            "did you mean 'conversation.closed'"
        ),
        (
            "{name: a, url: \"https://x.example\", events: [], secret_env: GOOD}",
            "'events' is empty"
        ),
        ("{name: a, url: \"https://x.example\", secret_env: GOOD}", "needs 'events'"),
        (
            "{name: A b, url: \"https://x.example\", events: all, secret_env: GOOD}",
            "no name for an endpoint"
        ),
        ("{url: \"https://x.example\", events: all, secret_env: GOOD}", "needs 'name'"),
        ("{name: a, url: \"https://u:p@x.example\", events: all, secret_env: GOOD}", "user name"),
        (
            "{name: a, url: \"http://127.0.0.1\\\\@8.8.8.8/\", events: all, secret_env: GOOD}",
            "user name"
        ),
        (
            "{name: a, url: \"ftp://x.example\", events: all, secret_env: GOOD}",
            "begins with https://"
        ),
        ("{name: a, url: \"https://\", events: all, secret_env: GOOD}", "names no host"),
        (
            "{name: a, url: \"https://x.example\", events: all, secret_env: GOOD, format: xml}",
            "'format' cannot be 'xml'"
        ),
        (
            "{name: a, url: \"https://x.example\", events: all, secret_env: GOOD, headers: {Host: x}}",
            "no header"
        ),
        (
            "{name: a, url: \"https://x.example\", events: all, secret_env: GOOD, secrt: x}",
            "did you mean 'secret"
        ),
    ])
    func aMistakeIsToldAndNoSecretIs(line: String, part: String) throws {
        let (endpoints, messages) = try read("- \(line)")
        #expect(messages.contains { $0.contains(part) }, "\(messages)")
        #expect(endpoints.isEmpty)
        #expect(!messages.joined().contains("hunter2"))
        #expect(!messages.joined().contains("AAAA"))
    }

    @Test func twoOfOneNameAreRefused() throws {
        let line = "- {name: a, url: \"https://x.example\", events: all, secret_env: GOOD}\n"
        let (endpoints, messages) = try read(line + line)
        #expect(endpoints.count == 1)
        #expect(
            messages.contains {
                $0.contains("two endpoints are named 'a'; the first is at shop.yml:1")
            })
    }

    @Test func demonstrationsAreOffWithoutTheirSecret() throws {
        let (endpoints, messages) = try read(
            """
            - {name: a, url: "https://x.example", events: all, secret_env: GONE, enabled: when_set}
            - {name: b, url: "https://x.example", events: all, secret_env: GOOD, enabled: when_set}
            - {name: c, url: "https://x.example", events: all, secret_env: GONE, enabled: false}
            """)
        #expect(messages == [])
        #expect(endpoints.map(\.isEnabled) == [false, true, false])
        #expect(endpoints[0].subscription.types.isEmpty)
        // Set, but wrong: never silently off.
        let (_, wrong) = try read(
            "- {name: a, url: \"https://x.example\", events: all, secret_env: SHORT, enabled: when_set}"
        )
        #expect(wrong.count == 1)
    }
}
