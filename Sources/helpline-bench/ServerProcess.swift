import Glibc

/// A server that this run started, by a command of the shell.
struct ServerProcess {
    let pid: Int32
    /// Reads what the server prints; nil where its output was left alone.
    private let output: Int32?

    /// - Parameters:
    ///   - command: Run by `/bin/sh` in place of the shell itself, so that the pid is the server's.
    ///   - readsOutput: Whether the first line of its output is wanted.
    static func start(_ command: String, readsOutput: Bool) throws -> ServerProcess {
        var pipeEnds: [Int32] = [-1, -1]
        if readsOutput {
            guard pipe(&pipeEnds) == 0 else { throw BenchError("no pipe") }
            for end in pipeEnds { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if readsOutput {
            posix_spawn_file_actions_adddup2(&actions, pipeEnds[1], STDOUT_FILENO)
        } else {
            posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        }
        var arguments: [UnsafeMutablePointer<CChar>?] = []
        for argument in ["/bin/sh", "-c", "exec \(command)"] { arguments.append(strdup(argument)) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var pid: Int32 = 0
        let failure = posix_spawn(&pid, "/bin/sh", &actions, nil, arguments, environ)
        if readsOutput { close(pipeEnds[1]) }
        guard failure == 0 else {
            throw BenchError("cannot start '\(command)': \(String(cString: strerror(failure)))")
        }
        return ServerProcess(pid: pid, output: readsOutput ? pipeEnds[0] : nil)
    }

    /// The first line of output; nil if it ended before.
    func firstLine() -> String? {
        guard let output else { return nil }
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while line.count < 1_000, read(output, &byte, 1) == 1, byte != 0x0A { line.append(byte) }
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }

    /// Asks it to end, waits up to five seconds, then ends it.
    func stop() {
        kill(pid, SIGTERM)
        var status: Int32 = 0
        for _ in 0..<500 {
            if waitpid(pid, &status, WNOHANG) != 0 { return }
            usleep(10_000)
        }
        kill(pid, SIGKILL)
        waitpid(pid, &status, 0)
    }
}
