import Foundation

/// A program of the system's own, started by a test and ended with it.
final class ChildProcess {
    let pid: pid_t
    let output: ByteStream
    let errors: ByteStream
    private var status: Int32?

    struct CannotStart: Error, CustomStringConvertible {
        let program: String
        let reason: String
        var description: String { "\(program) cannot be started: \(reason)" }
    }

    /// - Parameters:
    ///   - command: A program, by path or by name, and its arguments.
    ///   - environment: Added to this process' own.
    init(
        _ command: [String], environment: [String: String] = [:], input: String = "/dev/null"
    ) throws {
        let (outputRead, outputWrite) = try Self.pipe()
        let (errorsRead, errorsWrite) = try Self.pipe()
        output = ByteStream(outputRead)
        errors = ByteStream(errorsRead)
        defer {
            close(outputWrite)
            close(errorsWrite)
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, outputWrite, 1)
        posix_spawn_file_actions_adddup2(&actions, errorsWrite, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Whatever this process ignores or holds back is the child's own business again.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var variables = ProcessInfo.processInfo.environment
        variables.merge(environment) { $1 }
        var pid: pid_t = 0
        let result = Self.withCStrings(command) { arguments in
            Self.withCStrings(variables.map { "\($0)=\($1)" }) {
                posix_spawnp(&pid, command[0], &actions, &attributes, arguments, $0)
            }
        }
        guard result == 0 else {
            throw CannotStart(program: command[0], reason: String(cString: strerror(result)))
        }
        self.pid = pid
    }

    deinit {
        guard status == nil else { return }
        kill(pid, SIGKILL)
        _ = waitForEnd()
    }

    func send(_ signal: Int32) { if status == nil { kill(pid, signal) } }

    /// Waits for the end; a program that does not end is killed when the time is over.
    ///
    /// - Returns: The exit code, or minus the signal that ended it.
    @discardableResult
    func exitCode(until deadline: Deadline = .patient) -> Int32 {
        // Its pipes end with it; nobody else has them.
        while output.receive(until: deadline) {}
        while errors.receive(until: deadline) {}
        if !output.hasEnded || !errors.hasEnded { send(SIGKILL) }
        return waitForEnd()
    }

    private func waitForEnd() -> Int32 {
        if let status { return status }
        var raw: Int32 = 0
        while waitpid(pid, &raw, 0) < 0, errno == EINTR {}
        let signal = raw & 0x7F
        let code = signal == 0 ? (raw >> 8) & 0xFF : -signal
        status = code
        return code
    }

    /// The next line on standard error that holds `text`; nil if none comes.
    func errorLine(containing text: String, until deadline: Deadline = .patient) -> String? {
        while let line = errors.line(until: deadline) {
            let line = String(decoding: line, as: UTF8.self)
            if line.contains(text) { return line }
        }
        return nil
    }

    private static func pipe() throws -> (read: Int32, write: Int32) {
        // A pair of sockets, since `pipe2` is not to be had: other children must not keep an end.
        var ends: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0, &ends) == 0 else {
            throw CannotStart(program: "pipe", reason: String(cString: strerror(errno)))
        }
        return (ends[0], ends[1])
    }

    private static func withCStrings<Result>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}

/// What a program printed and how it ended.
struct Outcome {
    let code: Int32
    let output: String
    let errors: String

    init(
        _ command: [String], environment: [String: String] = [:], seconds: Double = 60
    ) throws {
        let process = try ChildProcess(command, environment: environment)
        code = process.exitCode(until: Deadline(seconds: seconds))
        output = String(decoding: process.output.rest(), as: UTF8.self)
        errors = String(decoding: process.errors.rest(), as: UTF8.self)
    }

    /// `helpline ARGUMENTS`
    static func helpline(_ arguments: String...) throws -> Outcome {
        try Outcome([Tools.helpline] + arguments)
    }

    /// What a person types into a shell.
    static func shell(_ script: String) throws -> Outcome {
        try Outcome(["/bin/bash", "-c", script])
    }

    var lines: [String] {
        output.replacing("\r\n", with: "\n").split(separator: "\n").map(String.init)
    }
}
