import ArgumentParser

/// Measures a chat server from outside, beside a bare echo in the same run.
@main
struct HelplineBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "helpline-bench",
        abstract: "Measures a chat server from outside, beside a bare echo in the same run.",
        discussion: """
            Every reply is checked: an acknowledgement with the line's own id, then an answer.
            Server and yardstick take turns, so that both see the same machine.

            helpline-bench run --port 2323 --pid 4711 --echo
            helpline-bench run --command 'helpline serve --line 127.0.0.1:2399' --port 2399 --echo
            """,
        subcommands: [
            RunCommand.self, EchoServerCommand.self, DiskCommand.self, DeliveriesCommand.self,
            DeskCommand.self, FactsCommand.self,
        ],
        defaultSubcommand: RunCommand.self)
}

/// Something that went wrong while measuring; the figures of such a run are worth nothing.
struct BenchError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
