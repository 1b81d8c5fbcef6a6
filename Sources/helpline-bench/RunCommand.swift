import ArgumentParser
import Glibc

/// `helpline-bench run`
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Measures a server: turns, latency, CPU, idle memory, connect rate.",
        discussion: """
            helpline-bench run --port 2323 --pid $(cat pid) --connections 1,64,1000 --burst 16 --echo
            helpline-bench run --command 'other-server 9000' --port 9000 \\
                --line-template '{text}' --reply-lines 1 --reply-contains ': '
            """)

    @Option(help: "IPv4 address of the server.")
    var host = "127.0.0.1"
    @Option(help: "Port of the server.")
    var port: Int
    @Option(help: "Process id of the server, for its CPU and memory.")
    var pid: Int32?
    @Option(
        help: """
            Starts the server by this command, waits until it serves, ends it afterwards. {data} \
            stands for an empty folder on --disk.
            """)
    var command: String?
    @Option(
        help: """
            The server's helpline.sqlite, for measuring what the store alone keeps of the same rows \
            as the bursts; with {data} it is known.
            """)
    var record: String?
    @Option(help: "Shop to talk to; without it the server's default shop.")
    var shop: String?
    @Option(help: "Numbers of connections, with commas between.")
    var connections = "1,64,1000"
    @Option(help: "Also with so many lines in one write; 1 for not.")
    var burst = 16
    @Option(help: "Connections of the bursts.")
    var burstConnections = 64
    @Option(help: "Seconds of each round.")
    var seconds = 2.0
    @Option(help: "Rounds of each load.")
    var rounds = 3
    @Option(help: "Silent connections for memory and connect rate; 0 for not.")
    var idle = 0
    @Option(help: "With {data}: how often a start is measured, from nothing to the first answer.")
    var starts = 0
    @Option(help: "With {data}: the same with so many open conversations on record.")
    var open = 0
    @Flag(help: "Also measures a bare echo, in turns with the server.")
    var echo = false
    @Option(help: "Event loops of the echo; as many as the server has.")
    var loops = 2
    @Option(help: "Folder whose disk is measured too.")
    var disk: String?
    @Option(help: "Also measures the server's WebSocket, on this port, in turns with the other.")
    var ws: Int?
    @Option(help: "For other servers: the line to send, with {text}, {id} and {n}.")
    var lineTemplate: String?
    @Option(help: "For other servers: lines of one reply.")
    var replyLines = 1
    @Option(help: "For other servers: what one line of each reply contains.")
    var replyContains = ""
    @Flag(help: "For other servers: they say something as soon as one connects.")
    var speaksFirst = false
    @Option(help: "Name of the server in the table.")
    var name = "server"
    @Flag(help: "Prints one JSON object instead of the table.")
    var json = false

    func validate() throws {
        guard !loadCounts.isEmpty, rounds > 0, seconds > 0, burst > 0, replyLines > 0 else {
            throw ValidationError("numbers of connections, rounds, seconds and lines are above 0")
        }
        let usesFolder = command?.contains(ServerFolders.mark) == true
        guard !usesFolder || disk != nil else {
            throw ValidationError("{data} needs --disk, the folder in which it is made")
        }
        guard starts == 0 && open == 0 || usesFolder else {
            throw ValidationError("--starts and --open need a --command with {data}")
        }
    }

    func run() throws {
        SocketTarget.raiseDescriptorLimit()
        signal(SIGPIPE, SIG_IGN)
        let folders = try disk.map { try ServerFolders(below: $0) }
        defer { folders?.remove() }
        var report = Report(server: name, yardstick: echo ? "echo" : nil)
        report.disk = try disk.map { try DiskYardstick.medianMicroseconds(in: $0) }
        try measureLoads(into: &report, folders)
        if let command, let folders, starts > 0 {
            let server = try contender(pid: nil)
            let measured = Starts(command: command, server: server, folders: folders)
            report.starts.append(try measured.fresh(count: starts))
            if open > 0 { report.starts.append(try measured.withOpen(open, count: starts)) }
        }
        print(json ? report.json : report.text)
    }

    /// Starts the server, if it is not running, and lets it and its yardsticks take turns.
    private func measureLoads(into report: inout Report, _ folders: ServerFolders?) throws {
        let process = try command.map { command in
            let filled = try folders?.filled(command, name: ServerFolders.first) ?? command
            return try ServerProcess.start(filled, readsOutput: false)
        }
        defer { process?.stop() }
        let echo = try echo ? startEcho() : nil
        defer { echo?.process.stop() }
        let server = try contender(pid: process?.pid ?? pid)
        try server.target.waitUntilServed(seconds: 60)
        let contenders = [echo?.contender, server, try socket(beside: server)].compactMap { $0 }
        for load in loads {
            for round in 1...rounds {
                for contender in contenders {
                    tell("\(load.name), \(contender.name), round \(round) of \(rounds)")
                    let figures = try contender.measure(load, seconds: seconds)
                    report.rounds.append((load, contender.name, figures))
                }
                guard load.burst > 1, let store = storeYardstick(folders) else { continue }
                tell("the same rows, the store alone, round \(round) of \(rounds)")
                let figures = try store.measure(
                    conversationCount: load.connectionCount, seconds: seconds)
                report.rounds.append((load, Report.storeName, figures))
            }
        }
        guard idle > 0 else { return }
        for contender in contenders {
            tell("\(idle) silent connections, \(contender.name)")
            let figures = try contender.measureIdle(connectionCount: idle, withTurns: true)
            report.idle.append((contender.name, figures))
        }
    }

    /// The same server through its WebSocket; nil where that is not asked for.
    private func socket(beside server: Contender) throws -> Contender? {
        guard let ws else { return nil }
        return Contender(
            name: Report.socketName, target: try SocketTarget(host: host, port: ws),
            dialect: .socket(shop: shop), account: server.account, greetsFirst: true)
    }

    private func storeYardstick(_ folders: ServerFolders?) -> StoreYardstick? {
        guard let disk else { return nil }
        let usesFolder = command?.contains(ServerFolders.mark) == true
        let known = usesFolder ? folders?.record(ServerFolders.first) : nil
        return (record ?? known).map { StoreYardstick(record: $0, folder: disk) }
    }

    private var loadCounts: [Int] {
        connections.split(separator: ",").compactMap { Int($0) }.filter { $0 > 0 }
    }

    private var loads: [Load] {
        loadCounts.map { Load(connectionCount: $0, burst: 1) }
            + (burst > 1 ? [Load(connectionCount: burstConnections, burst: burst)] : [])
    }

    private func contender(pid: Int32?) throws -> Contender {
        let dialect: Dialect =
            lineTemplate.map {
                .template(line: $0, replyLineCount: replyLines, mark: replyContains)
            } ?? .helpline(shop: shop)
        return Contender(
            name: name, target: try SocketTarget(host: host, port: port), dialect: dialect,
            account: pid.map { ProcessAccount(pid: $0) },
            greetsFirst: lineTemplate == nil || speaksFirst)
    }

    private func startEcho() throws -> (process: ServerProcess, contender: Contender) {
        let program = CommandLine.arguments[0]
        let process = try ServerProcess.start(
            "'\(program)' echo-server --loops \(loops)", readsOutput: true)
        guard let line = process.firstLine(), let port = Int(line.split(separator: ":").last ?? "")
        else {
            process.stop()
            throw BenchError("the echo did not start")
        }
        let contender = Contender(
            name: "echo", target: try SocketTarget(host: "127.0.0.1", port: port), dialect: .echo,
            account: ProcessAccount(pid: process.pid), greetsFirst: false)
        return (process, contender)
    }
}
