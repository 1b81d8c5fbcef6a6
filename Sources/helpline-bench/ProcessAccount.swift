import Glibc

/// What the kernel says of another process.
struct ProcessAccount {
    let pid: Int32

    /// CPU time of the process so far, threads that have ended included, in nanoseconds; the kernel
    /// counts it in steps of 10 ms (`proc(5)`: utime and stime).
    func cpuNanoseconds() -> UInt64 {
        guard let text = contents(of: "/proc/\(pid)/stat"), let name = text.lastIndex(of: ")")
        else {
            return 0
        }
        let fields = text[text.index(after: name)...].split(separator: " ")
        guard fields.count > 12, let user = UInt64(fields[11]), let system = UInt64(fields[12])
        else {
            return 0
        }
        return (user + system) * 1_000_000_000 / UInt64(max(1, sysconf(Int32(_SC_CLK_TCK))))
    }

    /// Memory that is in RAM and belongs to this process, in bytes.
    func residentBytes() -> Int {
        guard let text = contents(of: "/proc/\(pid)/status") else { return 0 }
        for line in text.split(separator: "\n") where line.hasPrefix("VmRSS:") {
            let fields = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * 1_024
        }
        return 0
    }

    private func contents(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 8_192)
        let count = read(descriptor, &bytes, bytes.count)
        guard count > 0 else { return nil }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
