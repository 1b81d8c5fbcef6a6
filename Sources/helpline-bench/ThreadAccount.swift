import Foundation

/// How long each thread of this process has been on a processor, as Linux counts it.
struct ThreadAccount {
    private var nanoseconds: [String: (name: String, count: Int64)] = [:]

    static func now() -> ThreadAccount {
        var account = ThreadAccount()
        let folder = "/proc/self/task"
        for id in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            let read = { (file: String) in
                try? String(contentsOfFile: "\(folder)/\(id)/\(file)", encoding: .utf8)
            }
            guard let count = read("schedstat")?.split(separator: " ").first.flatMap({ Int64($0) }),
                let name = read("comm")?.split(separator: "\n").first
            else { continue }
            account.nanoseconds[id] = (String(name), count)
        }
        return account
    }

    /// Microseconds a thread for each of `count` things, the threads that did most first.
    func text(since before: ThreadAccount, perEach count: Int) -> String {
        let used = nanoseconds.map { id, thread in
            (thread.name, thread.count - (before.nanoseconds[id]?.count ?? 0))
        }
        let lines = used.sorted { $0.1 > $1.1 }.prefix(3).map { name, count in
            (name, Double(count) / 1_000)
        }
        return "on the processor for each: "
            + lines.map { name, microseconds in
                String(format: "\(name) %.1f µs", microseconds / Double(max(1, count)))
            }.joined(separator: ", ")
    }
}
