import Glibc

/// What the kernel says of another process.
struct ProcessAccount {
    let pid: Int32

    /// CPU time of all its threads so far, in nanoseconds; from the scheduler's own accounting, or in
    /// steps of 10 ms where the kernel keeps none.
    func cpuNanoseconds() -> UInt64 {
        let threads = threadIDs()
        var total: UInt64 = 0
        for thread in threads {
            guard let text = contents(of: "/proc/\(pid)/task/\(thread)/schedstat"),
                let first = text.split(separator: " ").first, let nanoseconds = UInt64(first)
            else { return cpuNanosecondsFromTicks() }
            total += nanoseconds
        }
        return total
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

    private func cpuNanosecondsFromTicks() -> UInt64 {
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

    private func threadIDs() -> [String] {
        guard let folder = opendir("/proc/\(pid)/task") else { return [] }
        defer { closedir(folder) }
        var ids: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if Int32(name) != nil { ids.append(name) }
        }
        return ids
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
