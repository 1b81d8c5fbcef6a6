import ChatWire
import Testing
import Vocabulary

@testable import ChatListeners
@testable import ChatSessions

@Suite("Logging in and asking the server itself")
struct BackOfficeTests {
    private static let office = BackOffice(
        logIn: { name, password in
            name.name == "operator" && password == "open sesame" ? .supervisor : nil
        },
        reload: { isCheckOnly in
            .message(
                Notice.Message(
                    sequence: nil, role: .system, name: "",
                    text: isCheckOnly ? "would be in force" : "in force"))
        })

    private static func configuration() -> LineConfiguration {
        var configuration = TestServer.configuration()
        configuration.allowsLoginFromLoopback = true
        return configuration
    }

    @Test("what is typed behind the password waits for the log-in, glued together or not")
    func pipelined() async throws {
        try await TestServer.run(Self.configuration(), backOffice: Self.office) { server in
            let client = try server.greetedClient()
            client.send("/login operator\nopen sesame\n/reload --check\n/reload\n")
            #expect(client.line(beginning: "* logged in as operator") != nil)
            #expect(client.line() == "* would be in force")
            #expect(client.line() == "* in force")
        }
    }

    @Test("a wrong password opens nothing, and commands stay refused")
    func wrongPassword() async throws {
        try await TestServer.run(Self.configuration(), backOffice: Self.office) { server in
            let client = try server.greetedClient()
            client.send("/login operator\nguess\n/reload\n")
            #expect(client.line(beginning: "! name and password") != nil)
            #expect(client.line()?.hasPrefix("! /reload is for supervisors") == true)
        }
    }

    @Test("all is answered before a half-closed connection ends")
    func halfClosed() async throws {
        try await TestServer.run(Self.configuration(), backOffice: Self.office) { server in
            let client = try server.greetedClient()
            client.send("/login operator\nopen sesame\n/reload\n")
            client.endInput()
            #expect(client.line(beginning: "* in force") != nil)
        }
    }

    @Test("without an office nobody can log in")
    func nobody() async throws {
        try await TestServer.run(Self.configuration()) { server in
            let client = try server.greetedClient()
            client.send("/login operator\nx\n")
            #expect(client.line(beginning: "! nobody can log in") != nil)
        }
    }
}
