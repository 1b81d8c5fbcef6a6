import ChatWire
import SessionKit
import TestKit
import Testing
import Vocabulary

@testable import ChatListeners
@testable import ChatSessions

@Suite("Logging in and asking the server itself")
struct BackOfficeTests {
    private static let office = BackOffice(
        logIn: { request, answer in
            guard request.password == "open sesame" else { return answer(.refused) }
            answer(
                .accepted(
                    .lasting(
                        AgentAccount(
                            id: request.name, name: "Op",
                            role: request.name.name == "operator" ? .admin : .agent))))
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
            #expect(client.line(containing: "logged in as operator") != nil)
            #expect(client.line()?.hasSuffix("* would be in force") == true)
            #expect(client.line()?.hasSuffix("* in force") == true)
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
            #expect(client.line(containing: "* in force") != nil)
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

    @Test("a prompt names whom the next line goes to, and is taken away before what comes")
    func prompt() async throws {
        try await TestServer.run(Self.configuration(), backOffice: Self.office) { server in
            let client = try server.greetedClient()
            client.send("/login maria\nopen sesame\n")
            #expect(client.line(containing: "logged in as maria") != nil)
            client.send("hello\n")
            let line = client.line()
            #expect(line == "juniper#118 00:05 > juniper#118 you: hello", "\(line ?? "nothing")")
            client.send("/board\n")
            #expect(
                client.line()?.hasSuffix(
                    "> ! /board is for leads and supervisors; /login NAME first, or //board to say it"
                ) == true)
        }
    }

    @Test("programs log in with one op, and are told in JSON")
    func program() async throws {
        try await TestServer.run(Self.configuration(), backOffice: Self.office) { server in
            let client = try server.greetedClient()
            client.send(#"{"op":"login","name":"maria","password":"wrong"}"# + "\n")
            #expect(client.line(containing: "login_refused") != nil)
            client.send(#"{"op":"login","name":"maria","password":"open sesame"}"# + "\n")
            let line = client.line(containing: "signed_in")
            #expect(line?.contains(#""agent":"maria","name":"Op","role":"agent""#) == true)
            client.send(#"{"op":"login","name":"maria","password":"open sesame"}"# + "\n")
            #expect(client.line(containing: "you are logged in already") != nil)
        }
    }
}
